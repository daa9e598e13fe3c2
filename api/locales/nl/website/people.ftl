# People, their tokens and how they sign in; and what staff do in the street.

## Signing in elsewhere

elsewhere = Aanmelden met uw account van de stad
    .or = of met een gebruikersnaam voor Signpost alleen
    .refused = Het aanmelden is niet gelukt. Begin hier opnieuw, en rond af in dezelfde browser.
    .unavailable = Aanmelden lukt daar op dit moment niet. Probeer het over enkele minuten opnieuw.
without-role = U hebt geen toegang tot Signpost
    .message = De stad kent u, maar niemand heeft u hier een taak gegeven. Vraag het aan wie in uw dienst de toegang beheert.

## In the street

street = Op straat
    .attach = Vastmaken aan een object
    .act = Opslaan
street-label = Naam
street-unit = Dienst
street-leads-to = Leidt naar
street-suspended = voorlopig nergens: opgeschort
street-retired = nergens meer: buiten gebruik
street-page = een eigen pagina
street-menu = een keuzemenu
street-nowhere = nog nergens
street-reference = Nummer van het object
street-description = Wat het is
street-address = Adres of beschrijving van de plaats
street-locate = Mijn positie gebruiken
    .searching = Uw positie wordt gezocht …
    .found = Gevonden, op 0 meter nauwkeurig.
    .failed = Uw positie is niet gevonden. U kunt ze intypen.
street-latitude = Graden noord
street-longitude = Graden oost
street-target = Nieuw adres om naar te leiden
    .hint = Laat leeg om dat te laten zoals het is. { $name } staat voor de code, { $unit } voor de dienst.
done-attached = { $value } is opgeslagen.
done-attached-proposed = { $value } is opgeslagen. Waar de code naartoe leidt, telt zodra iemand anders het goedkeurt.
