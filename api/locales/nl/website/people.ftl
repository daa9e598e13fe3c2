# People, their tokens and how they sign in; and what staff do in the street.

## Signing in elsewhere

elsewhere = Aanmelden met uw account van de stad
    .or = of met een gebruikersnaam voor Signpost alleen
    .refused = Het aanmelden is niet gelukt. Begin hier opnieuw, en rond af in dezelfde browser.
    .unavailable = Aanmelden lukt daar op dit moment niet. Probeer het over enkele minuten opnieuw.
without-role = U hebt geen toegang tot Signpost
    .message = De stad kent u, maar niemand heeft u hier een taak gegeven. Vraag het aan wie in uw dienst de toegang beheert.
