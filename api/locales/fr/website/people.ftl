# People, their tokens and how they sign in; and what staff do in the street.

## Signing in elsewhere

elsewhere = Se connecter avec votre compte de la ville
    .or = ou avec un identifiant propre à Signpost
    .refused = La connexion n’a pas abouti. Recommencez à partir d’ici et terminez dans le même navigateur.
    .unavailable = La connexion y est impossible pour le moment. Veuillez réessayer dans quelques minutes.
without-role = Vous n’avez pas accès à Signpost
    .message = La ville vous connaît, mais personne ne vous a confié de tâche ici. Adressez-vous à la personne qui gère les accès dans votre service.
