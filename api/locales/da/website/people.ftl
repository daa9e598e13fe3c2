# People, their tokens and how they sign in; and what staff do in the street.

## Signing in elsewhere

elsewhere = Log ind med din konto hos byen
    .or = eller med et brugernavn til Signpost alene
    .refused = Du kunne ikke logges ind. Begynd forfra herfra, og afslut i samme browser.
    .unavailable = Det er ikke muligt at logge ind der lige nu. Prøv igen om et par minutter.
without-role = Du har ikke adgang til Signpost
    .message = Byen kender dig, men ingen har givet dig en opgave her. Spørg den, der styrer adgangen i din afdeling.

## In the street

street = På gaden
    .attach = Fastgør til en genstand
    .act = Gem
street-label = Navn
street-unit = Afdeling
street-leads-to = Fører til
street-suspended = ingen steder lige nu: koden er slået fra
street-retired = ingen steder længere: koden er ude af brug
street-page = sin egen side
street-menu = en menu
street-nowhere = ingen steder endnu
street-reference = Genstandens nummer
street-description = Hvad det er
street-address = Adresse eller vejbeskrivelse
street-locate = Brug min position
    .searching = Finder din position …
    .found = Fundet, inden for 0 meter.
    .failed = Din position kunne ikke findes. Du kan skrive den.
street-latitude = Grader nord
street-longitude = Grader øst
street-target = Ny adresse at føre til
    .hint = Lad feltet være tomt for ikke at ændre det. { $name } står for koden, { $unit } for afdelingen.
done-attached = { $value } er gemt.
done-attached-proposed = { $value } er gemt. Hvor den fører hen, gælder, når en anden person godkender det.
