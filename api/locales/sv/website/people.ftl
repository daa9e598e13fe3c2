# People, their tokens and how they sign in; and what staff do in the street.

## Signing in elsewhere

elsewhere = Logga in med ditt konto hos staden
    .or = eller med ett användarnamn för enbart Signpost
    .refused = Inloggningen lyckades inte. Börja om härifrån och slutför i samma webbläsare.
    .unavailable = Det går inte att logga in där just nu. Försök igen om några minuter.
without-role = Du har inte tillgång till Signpost
    .message = Staden känner till dig, men ingen har gett dig en uppgift här. Fråga den som hanterar behörigheter på din avdelning.
