# People, their tokens and how they sign in; and what staff do in the street.

## Signing in elsewhere

elsewhere = Log ind med din konto hos byen
    .or = eller med et brugernavn til Signpost alene
    .refused = Du kunne ikke logges ind. Begynd forfra herfra, og afslut i samme browser.
    .unavailable = Det er ikke muligt at logge ind der lige nu. Prøv igen om et par minutter.
without-role = Du har ikke adgang til Signpost
    .message = Byen kender dig, men ingen har givet dig en opgave her. Spørg den, der styrer adgangen i din afdeling.
