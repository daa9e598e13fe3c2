# What belongs to the whole city: batches, audiences, units, changes of many codes, decisions, proposals, seals.

## Modèles

section-designs = Modèles
    .lead = L’aspect des codes imprimés. Un modèle est essayé avant de compter : ce qu’un téléphone ne pourrait pas lire est refusé.
    .new = Dessiner un modèle
    .none = Il n’y a pas encore de modèles.
    .next = Autres modèles
design = Nouveau modèle
design-name = Nom
    .hint = Ce par quoi on l’imprime : lettres, chiffres, - et _. Il ne change plus.
design-label = Intitulé
design-unit = Appartient à
    .city = toute la ville
design-dark = Couleur foncée
design-light = Couleur claire
design-shape = Forme
shape-square = Carrés
shape-rounded = Arrondie
shape-dots = Points
design-level = Correction d’erreurs
    .best = autant qu’il y a de place
design-margin = Marge blanche, en modules
design-size = Largeur minimale à l’impression, en millimètres
    .hint = Il est essayé à cette taille, et n’est pas imprimé plus petit.
design-logo = Logo, en SVG
    .hint = Des formes remplies de couleurs unies. Convertissez d’abord textes et traits en tracés. Les programmes peuvent envoyer un PNG par l’API.
design-share = Largeur du logo, en pour cent du symbole
design-frame = Épaisseur du cadre, en modules ; 0 pour aucun
design-corner = Rayon de ses coins, en modules
design-caption = Texte en dessous
    .hint = Quatre lignes au plus. {"{id}"}, {"{label}"} et {"{unit}"} sont remplis pour chaque code.
design-reason = Pourquoi, pour l’historique
design-keep = Garder
design-look = Voir
    .title = Aspect
    .alt = Un symbole dans ce modèle
    .read = Il a été lu à sa taille d’impression, flou, incliné et sous une mauvaise lumière.
    .refused = Il ne peut pas être utilisé ainsi :
    .none = Remplissez le formulaire et regardez.
design-pin = Pour réimprimer exactement ceci, nommez-le { $pin }.
design-withdraw = Retirer
done-design = Le modèle { $value } est gardé.
done-design-withdrawn = Le modèle { $value } est retiré. Ce qui a été imprimé avec lui peut être réimprimé.

## Sections

section-batches = Séries
section-changes = Modifications groupées
section-units = Services
section-people = Personnes
section-tokens = Jetons
section-proposals = Propositions
section-decisions = Décisions
section-seals = Sceaux
section-work = Travaux

## Lists

list-search = Chercher
list-all = Tout afficher
list-any = Tous
list-parts = Parties de la liste
list-first = Première partie
list-next = Partie suivante
known-as = Connu dans l’historique sous
last-changed = Dernière modification
its-decisions = Ce qui a été décidé à son sujet

## Roles

grants = Rôles
    .hint = Cochez tout ce qui est nécessaire. Un rôle de service ne vaut que pour les codes de ce service.
change-grants = Modifier les rôles
done-grants = Les rôles sont modifiés.
secret-noted = Je l’ai noté

## Tokens

tokens-lead = C’est à eux qu’on reconnaît les programmes, et les personnes qui appellent l’API.
tokens-none = Il n’y a pas de jetons.
token-of = Détenu par
token-state = État
token-active = Valable
token-expired = Expiré
token-revoked = Révoqué
token-used = Dernière utilisation
token-unused = Jamais
token-expires = Valable jusqu’au
    .hint = Jusqu’à la fin de ce jour ; vide : jusqu’à sa révocation.
token-endless = Jusqu’à sa révocation
token-issued = Délivré
token-title = Jeton de { $value }
token-new = Délivrer un jeton
    .lead = Il est montré une fois, à la page suivante, et n’est conservé nulle part.
    .act = Le délivrer
token-name =
    .hint = Une personne ou une application. Jetons et comptes du même nom sont à une seule personne.
token-secret = Le jeton
    .lead = Copiez-le maintenant : personne ne pourra le montrer de nouveau.
    .label = À envoyer comme jeton bearer
token-grants = À quoi sert le jeton de { $value }
token-revoke = Le révoquer
token-revoke-this = Révoquer le jeton de { $value }
    .lead = Ce qui l’utilise s’arrête aussitôt, et il ne vaudra plus jamais.
done-revoked = Le jeton est révoqué.

## People

people-lead = Qui peut se connecter, et ce que chacun peut faire.
people-none = Il n’y a encore personne.
person-name = Nom
    .hint = Conservé là où il peut être oublié, et dans aucun historique.
person-login =
    .hint = Ce que la personne saisit pour se connecter, comme une adresse électronique.
person-account = Se connecte
person-signs-in = Oui
person-does-not = Non
person-forgotten = Oubliée
person-new = Permettre à quelqu’un de se connecter
    .lead = La personne reçoit un premier mot de passe, montré une fois, à la page suivante.
    .act = Ouvrir le compte
person-accounts = Comptes
person-accounts-none = Cette personne ne se connecte pas.
account-open = Ouvert
account-closed = Fermé
account-opened = Ouvert le
account-acts = Actions possibles
account-grants = Ce que { $value } peut faire
account-password = Donner un autre mot de passe
account-password-new = Un autre mot de passe pour { $value }
    .lead = L’actuel cesse aussitôt, et la personne est déconnectée partout. Le nouveau est montré une fois, à la page suivante.
password-secret = Le mot de passe
    .lead = Transmettez-le maintenant : personne ne pourra le montrer de nouveau.
    .label = Pour se connecter, puis à changer
account-close = Fermer le compte
account-close-this = Fermer le compte de { $value }
    .lead = La personne est déconnectée partout et ne se connecte plus. Ce qu’elle a décidé reste, avec son nom.
done-closed = Le compte est fermé.
person-forget = Oublier cette personne
person-forget-this = Oublier { $value }
    .lead = Son nom est supprimé pour de bon, ses jetons sont révoqués et ses comptes fermés. Ce qu’elle a décidé reste, sous un identifiant qui ne dit rien.
    .hint = Pour l’historique, qui n’oublie rien : ne nommez personne ici.
done-forgotten = La personne est oubliée.

## Units

units-lead = Les services qui possèdent des codes, et où ceux-ci peuvent mener.
units-none = Il n’y a pas encore de services.
unit-label = Nom
    .hint = Pour les gens, comme « Voirie et ponts ».
unit-name = Nom court
    .hint = Minuscules, chiffres, - et _ ; ne peut jamais être changé.
unit-hosts = Ses codes peuvent mener à
    .hint = Un hôte par ligne : example.org, ou *.example.org pour tout ce qui est dessous. Vide : partout.
unit-every-host = tous les hôtes
unit-approval = Approbation
    .tick = Une autre personne doit approuver où mènent ses codes
    .hint = Ce qui envoie les visiteurs ailleurs est alors une proposition jusqu’à ce que quelqu’un l’approuve.
unit-approval-required = Par une autre personne
unit-approval-not = Pas nécessaire
unit-new = Fonder un service
unit-change = Le modifier
unit-change-this = Modifier le service { $value }
unit-codes = Ses codes
done-founded = Le service est fondé.
done-unit = Le service est modifié.

## Batches

batches-lead = Des séries de codes, créées ensemble pour l’impression.
batches-none = Il n’y a pas encore de séries.
batch-id = Série
batch-title = Série { $value }
batch-count = Nombre de codes
    .hint = De 1 à 1 000 000.
batch-standing = Dont
batch-active = en service
batch-unassigned = ne mènent encore nulle part
batch-suspended = suspendus
batch-retired = retirés
batch-minted = Créée
batch-new = Créer une série
    .lead = Tous ses codes ou aucun, sous des identifiants libres. On peut les imprimer bien avant de savoir pour quoi.
    .act = Les créer
batch-first = Numéro du premier
    .hint = 1 si vide.
batch-unit = Service
batch-no-unit = Aucun
batch-label = Libellé de chacun
    .hint = Avec des places à remplir : { $value }.
batch-tags = Étiquettes
    .hint = Des mots pour les retrouver tous, séparés par des virgules.
batch-target = Où mène chacun
    .hint = Comme { $value } ; vide : nulle part encore.
batch-forward = Transmettre la requête de l’adresse scannée
batch-codes = Afficher ses codes
batch-csv = Ses codes en CSV
batch-print = Pour l’impression
batch-underway = Ces codes sont créés et valent. Ils entrent encore dans les listes ; vous pouvez quitter cette page et y revenir.
batch-progress = Affichés
done-batch = { $value ->
    [one] Un code est créé.
   *[other] { $value } codes sont créés.
}
print-labels = Planches d’étiquettes
    .act = Télécharger les étiquettes (PDF)
print-pictures = Images
    .act = Télécharger les images (ZIP)
print-format = Type de fichier
print-sheet = Planche
print-caption = Texte sur chaque étiquette
    .hint = Avec { $value }, et | entre les lignes. Laissé vide : ce que dit le modèle, ou l’identifiant.
print-start = Première étiquette de la première planche
    .hint = Pour finir une planche entamée.
print-cut-marks = Marquer les coins, pour la découpe
print-proof = Une page d’épreuve seulement
print-design = Modèle
print-plain = Aucun modèle
print-settled = Impression
print-open = Pas encore fixée : selon ce que demande la personne qui imprime
print-settle = Comment elle est imprimée
    .lead = Fixez comment elle est imprimée. Une réimpression donnera la même chose au bit près, dans cette version du modèle et avec les libellés que les codes ont maintenant.
    .act = Fixer
print-names = Noms des fichiers
    .hint = Avec des champs à remplir, comme { "{number}-{label}" } ; l’identifiant si le champ reste vide.
done-print = L’impression de la série est fixée.
print-as-of = Libellés et unités
print-as-of-settled = Ceux du moment où c’était fixé
print-as-of-now = Ceux de maintenant

## Changes of many codes

changes-list = Des actes sur de nombreux codes, chacun tout ou rien, et leur avancement.
changes-none = Personne n’a encore modifié plusieurs codes ensemble.
change-new = Choisir des codes à modifier
change-what = Quoi
change-count = Codes modifiés

## Proposals

proposals-lead = Ce qui vaut quand une autre personne l’approuve.
proposals-none = Rien ne correspond, ou rien n’est proposé.
proposal-title = Une proposition
proposal-what = Ce qui changerait
proposal-about = À propos de
proposal-many = de nombreux codes
proposal-by = Proposé par
proposal-at = Proposé le
proposal-reason = Parce que
proposal-unit = À approuver dans le service
proposal-no-unit = d’aucun service
proposal-open = En attente
proposal-outdated = Dépassée
proposal-approved = Approuvée
proposal-rejected = Rejetée
proposal-withdrawn = Retirée
proposal-ended-by = Close par
proposal-ended-at = Close le
proposal-ended-reason = En ces termes
proposal-change = Devenue la modification
proposal-approve = Approuver
proposal-reject = Rejeter
proposal-withdraw = Retirer
proposal-differences = Différences
done-approved = C’est approuvé, et cela vaut.
done-rejected = C’est rejeté.
done-withdrawn = C’est retiré.

## Decisions

decisions-lead = Tout ce qui a jamais été décidé, le plus récent d’abord. Tout ce qui est donné doit correspondre.
decisions-none = Aucune décision ne correspond.
decision-what = Décision
decision-on = Au sujet de
decision-who = Par
decision-at = Quand
decision-why = Pourquoi
decision-position = Rang
decision-words = Mots de la raison
decision-actor = Par (identifiant)
decision-type = Sorte de décision
decision-code = Code
decision-unit = Service
decision-audience = Public
decision-host = Menait à cet hôte
decision-url = Menait à cette adresse
decision-from = À partir de
decision-until = Jusqu’à
export-csv = Toutes en CSV
export-jsonl = Toutes en lignes JSON

## Seals

seals-lead = Chaque décision est scellée en quelques secondes. Qui garde un point de contrôle peut savoir plus tard si quelque chose a été changé depuis.
seal-decisions = Nombre de décisions
seal-sealed = Dont scellées
seal-checkpoint = Dernier point de contrôle
seal-keys = Clés
seal-key = Clé, l’actuelle d’abord
seal-keys-none = Aucun nœud n’a encore de clé.
seal-verify = Comment vérifier
seal-how = Chacun peut le faire, aussi avec des programmes qui ne sont pas les nôtres :
seal-how-keep = Gardez de temps en temps un point de contrôle là où la ville ne peut pas le changer.
seal-how-key = Obtenez la clé de la ville par une autre voie, et comparez-la.
seal-how-verify = Sur une copie des données, faites comparer le journal avec lui.
seal-how-one = Ce qui est prouvé d’un seul code est dans son fichier de preuve, qui n’exige de croire personne.
seal-last = Le dernier point de contrôle

## Work

work-lead = Ce qui dure continue tout seul : quittez cette page, et retrouvez-le ici.
work-none = Rien n’est en cours, et rien n’a été fait récemment.
work-what = Travail
work-progress = Avancement
work-done = Fait
work-shown = { $value } sur { $name } affichés
work-batch = { $value ->
    [one] Une série d’un code
   *[other] Une série de { $value } codes
}
work-download = Téléchargement de { $value }
work-sent = { $value } Mo jusqu’ici
work-sent-all = Fait, { $value } Mo
work-sent-part = Interrompu après { $value } Mo
work-behind = { $value ->
    [one] Une décision entre dans la liste « { $name } »
   *[other] { $value } décisions entrent dans la liste « { $name } »
}
work-list-access = Qui peut quoi
work-list-catalogue = Codes
work-list-history = Historique
work-list-search = Recherche de décisions
work-list-proposals = Propositions
work-list-resolver = Où mènent les codes
work-list-memory = Ce que ce nœud sait des codes
work-list-tokens = Ce que ce nœud sait des comptes et des jetons
work-here = sur ce nœud
work-elsewhere = sur le nœud { $value }
work-nobody = sur aucun nœud pour l’instant

## Liens morts

section-links = Liens morts
links-lead = Adresses où mènent des codes et où les visiteurs ne trouvent rien, les plus récentes d’abord. Chacune est interrogée environ une fois par jour.
links-off = Rien n’a encore été interrogé : le réglage check-links l’active.
links-none = Partout où mènent les codes, quelqu’un répond, pour autant qu’on ait demandé.
link-url = Adresse
link-answer = Ce que cela a donné
link-since = Depuis
link-checked = Interrogée
link-answered = répond { $value }
link-unreachable = est injoignable
link-untrusted = son certificat n’est pas valable
link-silent = ne répond pas
link-astray = redirige sans fin
link-private = non interrogée : réseau non public
link-dead = Les visiteurs ne trouvent rien à { $name } : { $value }.
link-dead-since = C’est ainsi depuis { $value }.
link-asked = { $name } : { $value }.
link-asked-at = Interrogée à { $value }.
