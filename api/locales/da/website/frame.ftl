# Hvad medarbejdere læser. Almindelige ord; knapper siger, hvad de gør.

## Omkring hver side

skip = Gå til indholdet
menu = Menuen
menu-more = Mere
menu-many = Mange på én gang
menu-city = Hele byen
menu-record = Hvad der er sket
menu-access = Adgang
section-start = Startside
section-account = Din konto

## Log ind og ud

sign-in = Log ind
    .act = Log ind
    .wrong = Dette brugernavn og denne adgangskode hører ikke sammen.
    .too-often = Der var for mange forsøg. Prøv igen om et kvarter.
login = Brugernavn
password = Adgangskode
sign-out = Log ud
sign-out-everywhere = Log ud overalt
done-signed-out = Du er logget ud.
done-signed-out-there = Den session er afsluttet.
done-signed-out-everywhere = { $value ->
    [one] Du er logget ud. Der var én session.
   *[other] Du er logget ud overalt. Der var { $value } sessioner.
}

## Din konto

account-name = Navn
account-roles = Du må handle som
account-id = Kendt i historikken som
sessions = Hvor du er logget ind
    .this = her
    .since = siden
    .end = Log ud der
platform-ios = iPhone eller iPad
platform-android = Android-enhed
platform-desktop = Pc eller Mac
platform-other = En anden enhed
change-password = Skift din adgangskode
    .act = Skift adgangskode
password-present = Nuværende adgangskode
    .wrong = Dette er ikke din nuværende adgangskode.
password-new = Ny adgangskode
    .hint = 12 tegn eller flere. Fire ord, der ikke hører sammen, er lette at huske og svære at gætte.
    .wrong = Denne adgangskode er for let at gætte. Tag en længere, som ingen andre har.
password-again = Den nye adgangskode igen
    .differs = Dette er to forskellige adgangskoder.
done-password = Din adgangskode er skiftet. Alle andre steder er du logget ud.

## Roller

role-admin = administrator
role-editor = redaktør
role-auditor = kontrollant
role-analyst = analytiker
role-approver = godkender
role-of-unit = { $role } for { $unit }

## Startside

welcome = Hej { $name }
    .roles = Du må handle som { $roles }.
last-decisions = Seneste beslutninger
    .none = Intet er besluttet endnu.
more = Mere
    .account = Din konto og adgangskode
    .api = Dokumentation af API'et
actor-command-line = kommandolinjen
actor-sealer = forsegling, automatisk
actor-recogniser = genkendelse, automatisk
actor-identity-provider = byens login

## Hvad der er besluttet, under historikkens navne

decision-Minted = Oprettet
decision-Described = Beskrevet
decision-Attached = Fæstnet til en genstand
decision-Adopted = Overtaget andetsteds fra
decision-Aliased = Gjort til alias
decision-CallsKept = Kald bevaret
decision-Retargeted = Fik et andet mål
decision-RulesChanged = Regler ændret
decision-Suspended = Midlertidigt slået fra
decision-Resumed = Slået til igen
decision-Retired = Taget ud af brug
decision-Transferred = Flyttet til en anden enhed
decision-Defined = Målgruppe defineret
decision-Redefined = Målgruppe omdefineret
decision-Drawn = Udseende tegnet
decision-Redrawn = Udseende ændret
decision-Ordered = Serie bestilt
decision-PrintSettled = Fastlagt, hvordan den trykkes
decision-Withdrawn = Trukket tilbage
decision-Founded = Enhed oprettet
decision-PolicyChanged = Enhedens regler ændret
decision-TokenIssued = Token udstedt
decision-TokenRevoked = Token tilbagekaldt
decision-AccountOpened = Konto åbnet
decision-AccountClosed = Konto lukket
decision-RoleGranted = Rolle tildelt
decision-RoleRevoked = Rolle frataget
decision-PersonForgotten = Person glemt
decision-PersonRecognised = Person genkendt
decision-ApprovalDemanded = Godkendelse kræves
decision-ApprovalWaived = Godkendelse kræves ikke længere
decision-Approved = Godkendt
decision-ChangeMade = Mange koder ændret
decision-ChangeReversed = Ændring taget tilbage
decision-KeyRotated = Seglenes nøgle skiftet
decision-ProposalWithdrawn = Forslag trukket tilbage
decision-Proposed = Foreslået
decision-Rejected = Afvist
decision-Restored = Gendannet
decision-ScansExpired = Scanninger udløbet
decision-ScansSealed = Scanninger forseglet

## Når noget ikke blev gjort

failure =
    .back = Tilbage til startsiden
failure-nowhere = Siden findes ikke
    .message = Måske er adressen skrevet forkert, eller siden er væk.
failure-form = Formularen blev ikke godtaget
    .message = Den blev ikke sendt fra en side i denne session. Intet blev ændret. Gå tilbage, åbn siden på ny, og prøv igen.
failure-forbidden = Det må du ikke gøre
failure-refused = Dette blev ikke gjort
said-in-english = Herom siger programmet kun, på engelsk: { $english }
failure-store = Ikke tilgængelig lige nu
    .message = Signposts lager svarer ikke. Prøv igen om nogle minutter. Scanninger besvares stadig.
