# People, their tokens and how they sign in; and what staff do in the street.

## Signing in elsewhere

elsewhere = Se connecter avec votre compte de la ville
    .or = ou avec un identifiant propre à Signpost
    .refused = La connexion n’a pas abouti. Recommencez à partir d’ici et terminez dans le même navigateur.
    .unavailable = La connexion y est impossible pour le moment. Veuillez réessayer dans quelques minutes.
without-role = Vous n’avez pas accès à Signpost
    .message = La ville vous connaît, mais personne ne vous a confié de tâche ici. Adressez-vous à la personne qui gère les accès dans votre service.

## In the street

street = Dans la rue
    .attach = Fixer à un objet
    .act = Enregistrer
street-label = Nom
street-unit = Service
street-leads-to = Mène à
street-suspended = nulle part pour le moment : le code est suspendu
street-retired = plus nulle part : le code est hors service
street-page = sa propre page
street-menu = un choix
street-nowhere = nulle part encore
street-reference = Numéro de l’objet
street-description = Ce que c’est
street-address = Adresse ou indications
street-locate = Utiliser ma position
    .searching = Recherche de votre position …
    .found = Trouvée, à 0 mètres près.
    .failed = Votre position est introuvable. Vous pouvez la saisir.
street-latitude = Degrés nord
street-longitude = Degrés est
street-target = Nouvelle adresse de destination
    .hint = Laissez vide pour ne rien changer. { $name } représente le code, { $unit } son service.
done-attached = { $value } est enregistré.
done-attached-proposed = { $value } est enregistré. La destination compte dès qu’une autre personne l’approuve.
