# People, their tokens and how they sign in; and what staff do in the street.

## Signing in elsewhere

elsewhere = Logga in med ditt konto hos staden
    .or = eller med ett användarnamn för enbart Signpost
    .refused = Inloggningen lyckades inte. Börja om härifrån och slutför i samma webbläsare.
    .unavailable = Det går inte att logga in där just nu. Försök igen om några minuter.
without-role = Du har inte tillgång till Signpost
    .message = Staden känner till dig, men ingen har gett dig en uppgift här. Fråga den som hanterar behörigheter på din avdelning.

## In the street

street = På gatan
    .attach = Fäst vid ett föremål
    .act = Spara
street-label = Namn
street-unit = Avdelning
street-leads-to = Leder till
street-suspended = ingenstans just nu: koden är avstängd
street-retired = ingenstans längre: koden är ur bruk
street-page = en egen sida
street-menu = en meny
street-nowhere = ingenstans än
street-reference = Föremålets nummer
street-description = Vad det är
street-address = Adress eller vägbeskrivning
street-locate = Använd min position
    .searching = Söker din position …
    .found = Hittad, inom 0 meter.
    .failed = Din position kunde inte hittas. Du kan skriva in den.
street-latitude = Grader nord
street-longitude = Grader öst
street-target = Ny adress att leda till
    .hint = Lämna tomt för att låta det vara som det är. { $name } står för koden, { $unit } för avdelningen.
done-attached = { $value } är sparad.
done-attached-proposed = { $value } är sparad. Vart den leder gäller när någon annan godkänner det.
