# What belongs to the whole city: batches, audiences, units, changes of many codes, decisions, proposals, seals.

## Modèles

section-designs = Modèles
designs = Modèles
    .lead = L’aspect des codes imprimés. Un modèle est essayé avant de compter : ce qu’un téléphone ne pourrait pas lire est refusé.
    .new = Dessiner un modèle
    .none = Il n’y a pas encore de modèles.
    .next = Autres modèles
design = Nouveau modèle
design-name = Nom
    .hint = Ce par quoi on l’imprime : lettres, chiffres, - et _. Il ne change plus.
    .taken = Il existe déjà un modèle de ce nom.
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
