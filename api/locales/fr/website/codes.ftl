# Les codes, un par un et en liste : où ils mènent, pour qui, ce qui leur est arrivé et combien de fois on les scanne.

section-codes = Les codes
section-statistics = Statistiques

## Formulaires

save = Enregistrer
cancel = Annuler
reason = Pourquoi
    .hint = Pour l’historique ; qui le lira dans dix ans vous en saura gré.
show-fields = Afficher les champs
wrong-question = Il n’y a pas de réponse à cela. Veuillez regarder :
wrong-fields = Rien n’a été enregistré. Veuillez regarder :
wrong-version = Quelqu’un d’autre a modifié ce code pendant que vous y travailliez. Rien n’a été enregistré. Ouvrez-le dans un autre onglet, voyez ce qui a changé et recommencez.
pages = Pages de la liste
pages-first = Première page
pages-next = Page suivante
pages-newest = Plus récentes
pages-older = Plus anciennes

## Ce qu’on sait d’un code

field-code = Code
field-label = Nom
field-status = État
field-target = Mène à
field-unit = Service
field-tag = Mot-clé
field-tags = Mots-clés
field-host = Site
field-batch = Série
field-asset = Objet
field-minted = Créé
field-changed = Modifié
field-successor = Successeur
standing-active = En service
standing-unassigned = Ne mène encore nulle part
standing-suspended = Suspendu
standing-retired = Hors service

## La liste

search-q = Chercher un code
    .hint = Une partie du code, du nom, des mots-clés, de l’objet ou de l’adresse
search-act = Chercher
search-clear = Effacer
search-any = Tous
search-none = Aucun code ne correspond. Enlevez un mot ou changez de filtre.
search-found = { $value ->
    [one] Un code sur cette page
   *[other] { $value } codes sur cette page
}
search-rules = { $value ->
    [one] une règle
   *[other] { $value } règles
}

## Créer

mint = Nouveau code
    .lead = Tout peut rester ouvert : un code peut être imprimé bien avant qu’on sache pour quoi.
    .act = Créer ce code
mint-id =
    .hint = Laissez vide : huit caractères libres seront tirés au sort. Il ne pourra jamais être changé.
mint-unit =
    .hint = Le service auquel il appartient.
done-minted = Le code { $value } est créé.

## Décrire

describe = Décrire { $value }
    .link = Décrire
label =
    .hint = Un nom pour les gens, tel que « Banc près de l’étang ».
tags =
    .hint = Des mots pour le retrouver, séparés par des virgules.
asset-reference = Numéro au registre
asset-description = Sur quoi il est posé
asset-address = Où : adresse ou indication
asset-latitude = Degrés nord
asset-longitude = Degrés est
done-described = La description est enregistrée.

## Cibles

retarget = Où mène { $value }
    .lead = Ce que reçoivent tous ceux pour qui aucune règle ne vaut.
    .link = Changer où il mène
done-retargeted = Le code mène désormais ailleurs.
proposal-waits-here = Une modification attend d’être approuvée
done-proposed = C’est proposé. Cela vaudra dès qu’une autre personne l’aura approuvé.
target-none = rien encore
target-redirect-query = { $value } avec les paramètres du scan
target-page = la page « { $value } »
target-menu = un menu avec { $value }
target-kind = Quoi
target-kind-none = Rien encore
target-kind-redirect = Une adresse
target-kind-page = Une page à nous
target-kind-menu = Un menu
target-url = Adresse
target-forward = Transmettre les paramètres de l’adresse scannée
target-title = Titre
target-body = Texte
    .hint = Markdown : une ligne vide commence un paragraphe, # un titre, - une liste.
target-label = Texte du lien
target-label-in = Texte ({ $value })
target-link = Lien sous le texte
target-heading = En-tête ({ $value })
target-item = Choix { $value }
target-another = Une autre langue
    .hint = En abrégé : nl, fr, tr, ar …
    .act = Ajouter cette langue
target-language =
    .drop = Enlever cette langue

## Règles

rule-sentence = Montrer { $value } pour { $name }
rule-show = Montrer
rule-to = pour
rule-whom = Qui
rule-number = Règle { $value }
rule-up = Monter
rule-down = Descendre
rule-drop = Enlever
rule-add = Ajouter une règle
rules-edit = Changer les règles
rules-save = Enregistrer les règles
rules-lead = La première règle qui vaut l’emporte. Faites glisser une règle par son numéro, ou déplacez-la avec ses boutons.
whom-own = ceux qui …
whom-audience = le public { $name }
whom-those = ceux qui { $value }
done-rules = Les règles sont enregistrées.
word-and = et
word-or = ou
those-language = préfèrent { $value }
those-platform = ont un appareil comme { $value }
those-between = viennent entre { $value } et { $name }
those-from = viennent à partir de { $value }
those-until = viennent avant { $value }
those-weekly = viennent { $name }, { $value }
those-network = sont dans le réseau { $value }
those-query = viennent avec { $name }={ $value } dans l’adresse
those-header = envoient { $name }: { $value }
those-signed-in = sont connectés comme agents
those-not-signed-in = ne sont pas connectés comme agents
those-signed-in-role = sont connectés comme { $value }
those-signed-in-unit = sont connectés pour le service { $value }
those-country = sont en { $value }
those-percentage = font partie des { $value } sur 100
those-not = ne sont pas de ceux qui { $value }
condition-kind = Qui
condition-all = Tout ceci
condition-any = Au moins l’un de ceci
condition-not = Rien de ceci
condition-language = Langue
    .label = Langues
    .hint = En abrégé, séparées par des virgules : nl, fr
condition-platform = Appareil
    .label = Appareils
condition-weekly = Heures de la semaine
    .days = Jours
    .from = De
    .until = Jusqu’à
    .hint = Comme 08:00 ; la fin du jour est 24:00
    .zone = Fuseau horaire
time-zone = À l’heure de { $value }
condition-between = Une période
    .from = Du
    .until = Au
condition-network = Réseau
    .label = Réseaux
    .hint = Comme 10.0.0.0/8
condition-query = Partie de l’adresse
    .name = Nom
    .equals = Valeur
condition-header = En-tête de la requête
    .name = Nom
    .equals = Valeur
condition-signed_in = Connecté
    .label = Connecté comme agent
    .role = Dans ce rôle
condition-country = Pays
    .label = Les pays
    .hint = Deux lettres chacun : BE, NL
condition-percentage = Une part
    .label = Sur 100 visiteurs
    .hint = Les mêmes visiteurs toute la journée
condition-part =
    .add = Ajouter une condition
    .drop = Enlever ceci
signed-in-true = Oui
signed-in-false = Non
day-mon = lundi
day-tue = mardi
day-wed = mercredi
day-thu = jeudi
day-fri = vendredi
day-sat = samedi
day-sun = dimanche
language-nl = le néerlandais
language-fr = le français
language-en = l’anglais
language-de = l’allemand
language-sv = le suédois
language-da = le danois
language-tr = le turc
language-ar = l’arabe
language-es = l’espagnol
language-pl = le polonais

## Essayer comme

try = Essayer comme visiteur
    .act = Essayer
    .hint = Rien n’est enregistré. Ce que vous avez changé sans l’enregistrer compte déjà ici.
try-any = Tous
try-language = Langue
try-platform = Appareil
try-at = Quand
try-network = Adresse réseau
try-query = Partie de l’adresse
    .hint = Comme app=museum
try-signed-in = Connecté comme agent
try-unit =
    .hint = Compte avec un rôle.
tried = Ce que recevraient les visiteurs
tried-now = Ce que reçoivent les visiteurs maintenant
tried-who = Qui
tried-gets = Reçoit
tried-because = Parce que
tried-won = décide
tried-held = vaut aussi
tried-not-held = ne vaut pas
tried-true = Oui :
tried-false = Non :
tried-rule = Règle { $value } : { $name }
tried-no-audience = Ce public n’existe plus.
tried-incomplete = Certaines règles ne sont pas encore complètes. Dès qu’elles le seront, vous verrez ici qui reçoit quoi.
tried-unassigned = une page qui dit : pas encore en service
tried-suspended = une page qui dit : pas en service pour le moment
tried-retired = une page qui dit : plus en service
tried-successor = là où mène { $value }
because-rule = règle { $value }
because-default = aucune règle ne vaut
because-status = son état

## Un code

code-title = Le code { $value }
tabs = À propos de ce code
tab-overview = Aperçu
tab-rules = Règles
tab-history = Historique
leads-to = Où il mène
leads-everybody = Tout le monde reçoit { $value }.
leads-others = Tous les autres reçoivent { $value }.
leads-suspended = Il est suspendu : les visiteurs voient qu’il n’est pas en service pour le moment.
leads-retired = Il est hors service, et c’est définitif.
picture = Image
picture-alt = Symbole QR de { $value }
picture-download = télécharger
about = À son propos
act-suspend = Suspendre { $value }
    .lead = Les visiteurs verront qu’il n’est pas en service pour le moment. On peut le reprendre à tout instant.
    .act = Suspendre
act-resume = Reprendre { $value }
    .lead = Il fera de nouveau ce qu’il faisait.
    .act = Reprendre
act-retire = Mettre { $value } hors service
    .lead = C’est définitif : un tel code ne revient jamais. Les visiteurs voient qu’il n’est plus en service, ou reçoivent ce à quoi mène son successeur.
    .act = Mettre hors service
act-transfer = Confier { $value } à un autre service
    .lead = Le nouveau service doit permettre les sites où mène le code.
    .act = Confier à un autre service
successor = Successeur
    .hint = Un autre code, ou rien
transfer-unit =
    .hint = Le nom du service ; vide, le code n’appartient plus à aucun.
done-suspended = Le code est suspendu.
done-resumed = Le code est de nouveau en service.
done-retired = Le code est hors service.
done-transferred = Le code appartient désormais à un autre service.
aliases = Identifiants qui mènent à { $value }
    .lead = Ce qui est déjà accroché dans la rue et doit mener ici : un UUID, un ancien identifiant. C’est pour toujours, et aucun code ne pourra plus le porter.
    .act = Ajouter
    .link = Ajouter des identifiants
aliases-new = Autres identifiants
    .hint = Un par ligne, ou séparés par des virgules.
done-aliases =
    { $value ->
        [one] Un identifiant mène désormais ici.
       *[other] { $value } identifiants mènent désormais ici.
    }
field-aliases = Mène aussi ici
field-printed = Tel qu’imprimé

## Historique

history-at = Qu’était-il à ce moment ?
    .act = Regarder
history-then = Le { $value }
history-version = décision { $value }
history-proposer = proposé par { $name }
restore = Rétablir ceci
    .hint = État, cible et règles redeviennent ce qu’ils étaient après cette décision. Rien n’est perdu : c’est une nouvelle décision.
    .act = Rétablir
done-restored = Le code fait de nouveau ce qu’il faisait alors.
changed-from-to = { $name } : { $unit } → { $value }
changed-nothing = rien
changed-approval-on = Une autre personne doit désormais approuver les changements.
changed-approval-off = Les changements valent désormais sans approbation.
changed-rule-new = La règle { $name } est nouvelle : { $value }
changed-rule-gone = La règle { $name } a disparu : { $value }
changed-rule = La règle { $name } était : { $unit }. Elle est désormais : { $value }
changed-rule-moved = La règle { $name } est passée à la place { $value }

## Statistiques

tab-statistics = Statistiques
period = Période
period-day = 24 heures
period-week = 7 jours
period-month = 30 jours
period-year = Une année
period-own = D’un jour à un autre
period-from = Du
period-until = Au
bucket = Réparti par
bucket-any = Ce qui convient
bucket-hour = Heure
bucket-day = Jour
bucket-month = Mois
statistics-act = Compter
statistics-scans = Nombre de scans
statistics-visitors = Visiteurs
statistics-robots = Par des robots
statistics-people = Par des gens
statistics-chart = Les scans au fil du temps
statistics-says =
    { $value ->
        [one] { $value } scan
       *[other] { $value } scans
    }, { $name ->
        [one] { $name } visiteur
       *[other] { $name } visiteurs
    }, { $unit } par des robots
statistics-table = La même chose en tableau
statistics-start = Début
statistics-nothing = Rien n’a été compté.
statistics-more = Et { $value } de plus, dans le CSV
statistics-choices = Ce qu’on a choisi dans le menu
statistics-choice = Choix { $value }
statistics-unknown = inconnu
by-outcome = Ce qu’ils ont reçu
by-audience = En raison de
by-platform = Appareil
by-language = Langue
outcome-redirected = Envoyés plus loin
outcome-page = Une page
outcome-menu = Un menu
outcome-json = Des données, pour un programme
outcome-unassigned = Pas encore en service
outcome-suspended = Pas en service pour le moment
outcome-retired = Plus en service
outcome-unknown = Aucun code de ce nom

## Beaucoup de codes à la fois

changes-tick = Choisir
changes-tick-one = Choisir { $value }
changes-ticked = Changer ceux qui sont choisis …
changes-all = Changer tous ceux qui correspondent …
changes-title = Changer plusieurs codes
changes-lead = { $value ->
    [one] Que faut-il changer au code choisi ? Vous le voyez avant que ce soit fait.
   *[other] Que faut-il changer aux { $value } codes choisis ? Vous le voyez avant que ce soit fait.
}
changes-chose-none = Vous n’avez choisi aucun code. Revenez en arrière et cochez-en, ou choisissez tous ceux qui correspondent à votre recherche.
changes-lead-all = Que faut-il changer à tous les codes qui correspondent à votre recherche ? Vous le voyez avant que ce soit fait.
changes-preview = Voir d’abord
changes-preview-title = Voici ce qui serait fait
changes-reverse-title = Annuler un changement
changes-codes = Codes qui changeraient
changes-unchanged = Déjà ainsi
changes-left-out = Laissés de côté
changes-approval = { $value ->
    [one] L’un d’eux doit être approuvé par une autre personne. Le tout devient donc une seule proposition.
   *[other] { $value } d’entre eux doivent être approuvés par une autre personne. Le tout devient donc une seule proposition.
}
changes-samples = Les premiers
changes-refused = Ceux-ci ne peuvent pas être changés ainsi
changes-leave-out = Laisser de côté ceux qui ne peuvent pas être changés ainsi
changes-make = { $value ->
    [one] Changer un code
   *[other] Changer { $value } codes
}
changes-reverse = Annuler ce changement
changes-back = Revenir
change-kind = Ce qui change
change-move_host = Déplacer des adresses d’un site à un autre
change-retarget = Où ils mènent
change-retarget_to_pattern = Où ils mènent, d’après un modèle
change-suspend = Suspendre
change-resume = Reprendre
change-retire = Mettre hors service pour toujours
change-transfer = Confier à un service
change-add_tag = Ajouter un mot-clé
change-remove_tag = Enlever un mot-clé
change-from = Du site
    .hint = Comme ancien.example.org
change-to = Au site
change-url = Modèle
    .hint = Une adresse avec des places pour {"{id}"}, {"{unit}"} ou {"{number}"}
change-title = Un changement de plusieurs codes
change-progress = En train d’apparaître partout
    .again = Regarder de nouveau
change-codes = Codes changés
change-who = Par
change-when = Le
change-reversed = Annulé par
change-told-reverse = A annulé le changement { $value }
change-told-import = { $value ->
    [one] Tableau d’une ligne importé
   *[other] Tableau de { $value } lignes importé
}
change-told-move = Adresses déplacées de { $name } à { $value }
change-told-retarget = Mène désormais à { $value }
change-told-retire = Mis hors service, avec ce successeur : { $value }
change-told-transfer = Confié au service : { $value }
change-told-add-tag = Mot-clé ajouté : { $value }
change-told-remove-tag = Mot-clé enlevé : { $value }
because-changed-since = On en a décidé autrement depuis
because-forbidden = Vous ne pouvez pas le changer
because-retired = Il est hors service
because-not-allowed = Ce n’est pas permis là
because-minted = Il a été créé par cette modification, et un code est pour toujours
done-changed = { $value ->
    [one] Un code est changé.
   *[other] { $value } codes sont changés.
}
wrong-not-all = Certains de ces codes ne peuvent pas être changés ainsi, et rien n’a été changé. Cochez qu’ils soient laissés de côté, ou choisissez-en d’autres.
wrong-nothing = Rien ne changerait, donc rien n’a été fait.
wrong-outdated = Quelque chose a changé depuis que vous avez regardé. Rien n’a été fait ; voici ce qui serait fait maintenant.

## La page de départ

start-now = Scans cette heure-ci
start-day = Ces dernières 24 heures
start-month = Ces 30 derniers jours
start-visitors = Visiteurs en 30 jours
start-chart = Les scans des 30 derniers jours
start-more = Plus
start-top = Les plus scannés en 7 jours
start-incomplete = Tout n’a pas été regardé : il y en avait trop.
start-care = Ce qui demande des soins
start-unassigned = Scannés, et ne mènent encore nulle part
start-unknown = Scannés, et aucun code ne porte ce nom
start-suspended = Codes suspendus
start-dead = Mènent là où personne ne répond
start-none = Aucun.
start-scans = { $value ->
    [one] un scan
   *[other] { $value } fois scanné
}
start-all = Tous ceux-là
start-year = Télécharger une année de scans par jour (CSV)
