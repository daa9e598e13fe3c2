# Tables that come in, and the catalogue as it goes out.

section-imports = Import et export
imports-lead = Des tableaux entrent et sont essayés avant que rien ne change ; le catalogue sort, peut être modifié dans un tableur, et revient.
import-new = Importer un tableau
import-file = Fichier
    .hint = CSV ou classeur Excel (.xlsx). La première ligne porte les intitulés, comme dans les exports. Chaque autre ligne crée un code ou en modifie un.
import-more = D’autres choix
import-try = Essayer
import-rows = Ce que les lignes peuvent faire
import-rows-both = Créer des codes et en modifier
import-rows-mint = Seulement créer des codes
import-rows-change = Seulement modifier des codes
import-rows-new = Créer ceux qui n’y sont pas, et laisser ceux qui y sont
import-columns = Colonnes qui s’appellent autrement
    .hint = Une par ligne : le nom des exports, deux-points, et votre intitulé, par exemple { $value }.
import-sheet = Feuille du classeur
    .hint = La première si laissé vide.
export-codes = Le catalogue
    .lead = Tous les codes. Cherchez d’abord pour en avoir certains.
    .xlsx = Pour un tableur
    .csv = Pour d’autres programmes
    .jsonl = Avec tout ce qu’on peut savoir
export-xlsx = Tous dans un classeur
imports-late = Vos derniers imports
imports-none = Vous n’avez rien importé ces derniers temps, ou pas par ce nœud.
import-table = Un tableau
import-reading = En lecture
    .lead = Chaque ligne est essayée. Vous pouvez quitter cette page et la retrouver.
import-appending = En cours
    .lead = Tout vaut d’un coup, quand tout est écrit.
import-tried = Essayé
    .lead = Rien n’est encore changé. Voici ce qui serait fait.
import-done = Fait
    .lead = L’ensemble est un seul changement, que l’on peut annuler. Ce qui a été créé reste.
import-refused = Pas fait
    .lead = Certaines lignes sont impossibles, donc rien n’a été changé.
import-unchanged = Rien à faire
    .lead = Tout est déjà ainsi.
import-cancelled = Interrompu
    .lead = Rien n’a été changé.
import-failed = Échoué
    .lead = Le tableau n’a pas pu être lu jusqu’au bout, et rien n’a été changé.
import-appended = Décisions écrites
import-read = { $value ->
    [one] { $value } ligne lue
   *[other] { $value } lignes lues
}
import-cancel = L’arrêter
import-again = Envoyer un autre tableau
import-rows-read = Lignes
import-minted = Créés
import-changed = Modifiés
import-same = Déjà ainsi
import-not = Impossibles
import-result = Télécharger ce que devient chaque ligne
import-change = Voir le changement
import-ignored = Colonnes qui n’ont pas été regardées :
import-faults = Lignes impossibles
import-sample = Les premières lignes, et ce que devient chacune
import-outcome = Ce qu’elle devient
import-row = Ligne
import-column = Colonne
import-wrong = Ce qui ne va pas
import-row-mint = crée
import-row-change = modifie
import-row-unchanged = est déjà ainsi
import-leave-out = { $value ->
    [one] Laisser de côté la ligne impossible
   *[other] Laisser de côté les { $value } lignes impossibles
}
import-do = Le faire
    .lead = Les lignes sont jugées encore une fois, car quelqu’un a pu modifier un code entre-temps. Tout est fait, ou rien.
    .act = En créer { $value } et en modifier { $name }
work-import = Import de { $value }
