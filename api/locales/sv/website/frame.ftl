# Vad personalen läser. Vanliga ord; knappar säger vad de gör.

## Runt varje sida

skip = Gå till innehållet
menu = Meny
menu-more = Mer
menu-many = Många på en gång
menu-city = Hela staden
menu-record = Vad som hänt
menu-access = Behörighet
section-start = Startsida
section-account = Ditt konto

## Logga in och ut

sign-in = Logga in
    .act = Logga in
    .wrong = Det här användarnamnet och lösenordet hör inte ihop.
    .too-often = Det blev för många försök. Försök igen om en kvart.
login = Användarnamn
password = Lösenord
sign-out = Logga ut
sign-out-everywhere = Logga ut överallt
done-signed-out = Du är utloggad.
done-signed-out-there = Den sessionen är avslutad.
done-signed-out-everywhere = { $value ->
    [one] Du är utloggad. Det fanns en session.
   *[other] Du är utloggad överallt. Det fanns { $value } sessioner.
}

## Ditt konto

account-name = Namn
account-roles = Du får agera som
account-id = Känd i historiken som
sessions = Var du är inloggad
    .this = här
    .since = sedan
    .end = Logga ut där
platform-ios = iPhone eller iPad
platform-android = Android-enhet
platform-desktop = Dator
platform-other = Annan enhet
change-password = Byt lösenord
    .act = Byt lösenordet
password-present = Nuvarande lösenord
    .wrong = Det här är inte ditt nuvarande lösenord.
password-new = Nytt lösenord
    .hint = 12 tecken eller fler. Fyra ord som inte hör ihop är lätta att minnas och svåra att gissa.
    .wrong = Det här lösenordet är för lätt att gissa. Ta ett längre som ingen annan har.
password-again = Det nya lösenordet igen
    .differs = Det här är två olika lösenord.
done-password = Ditt lösenord är bytt. Överallt annars är du utloggad.

## Roller

role-admin = administratör
role-editor = redaktör
role-auditor = granskare
role-analyst = analytiker
role-approver = godkännare
role-of-unit = { $role } för { $unit }

## Startsida

welcome = Hej { $name }
    .roles = Du får agera som { $roles }.
last-decisions = Senaste besluten
    .none = Ingenting är beslutat ännu.
more = Mer
    .account = Ditt konto och lösenord
    .api = Dokumentation av API:et
actor-command-line = kommandoraden
actor-sealer = försegling, automatisk
actor-recogniser = igenkänning, automatisk
actor-identity-provider = stadens inloggning

## Vad som beslutats, under historikens namn

decision-Minted = Skapad
decision-Described = Beskriven
decision-Attached = Fäst vid ett föremål
decision-Adopted = Övertagen från annat håll
decision-Aliased = Gjord till alias
decision-CallsKept = Anrop bevarade
decision-Retargeted = Fick ett annat mål
decision-RulesChanged = Regler ändrade
decision-Suspended = Tillfälligt avstängd
decision-Resumed = Påslagen igen
decision-Retired = Tagen ur bruk
decision-Transferred = Flyttad till en annan enhet
decision-Defined = Målgrupp definierad
decision-Redefined = Målgrupp omdefinierad
decision-Drawn = Utseende skapat
decision-Redrawn = Utseende ändrat
decision-Ordered = Serie beställd
decision-PrintSettled = Fastställt hur den trycks
decision-Withdrawn = Tillbakadragen
decision-Founded = Enhet grundad
decision-PolicyChanged = Enhetens regler ändrade
decision-TokenIssued = Token utfärdad
decision-TokenRevoked = Token återkallad
decision-AccountOpened = Konto öppnat
decision-AccountClosed = Konto stängt
decision-RoleGranted = Roll tilldelad
decision-RoleRevoked = Roll fråntagen
decision-PersonForgotten = Person glömd
decision-PersonRecognised = Person igenkänd
decision-ApprovalDemanded = Godkännande krävs
decision-ApprovalWaived = Godkännande krävs inte längre
decision-Approved = Godkänd
decision-ChangeMade = Många koder ändrade
decision-ChangeReversed = Ändring återtagen
decision-KeyRotated = Sigillens nyckel bytt
decision-ProposalWithdrawn = Förslag tillbakadraget
decision-Proposed = Föreslagen
decision-Rejected = Avvisad
decision-Restored = Återställd
decision-ScansExpired = Skanningar utgångna
decision-ScansSealed = Skanningar förseglade

## När något inte blev gjort

failure =
    .back = Tillbaka till startsidan
failure-nowhere = Sidan finns inte
    .message = Kanske är adressen felskriven, eller så är sidan borta.
failure-form = Formuläret godtogs inte
    .message = Det skickades inte från en sida i den här sessionen. Ingenting ändrades. Gå tillbaka, öppna sidan på nytt och försök igen.
failure-forbidden = Det här får du inte göra
failure-refused = Det här blev inte gjort
said-in-english = Om detta säger programmet bara, på engelska: { $english }
failure-store = Inte tillgängligt just nu
    .message = Signposts lager svarar inte. Försök igen om några minuter. Skanningar besvaras fortfarande.
