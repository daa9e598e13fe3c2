# Wat medewerkers lezen. Gewone woorden; knoppen zeggen wat ze doen.

## Rond elke pagina

skip = Naar de inhoud
menu = Menu
menu-more = Meer
menu-many = Veel tegelijk
menu-city = De hele stad
menu-record = Voor de geschiedenis
menu-access = Toegang
section-start = Startpagina
section-account = Uw account

## Aan- en afmelden

sign-in = Aanmelden
    .act = Aanmelden
    .wrong = Deze gebruikersnaam en dit wachtwoord horen niet bij elkaar.
    .too-often = Er waren te veel pogingen. Probeer het over een kwartier opnieuw.
login = Gebruikersnaam
password = Wachtwoord
sign-out = Afmelden
sign-out-everywhere = Overal afmelden
done-signed-out = U bent afgemeld.
done-signed-out-there = Die sessie is beëindigd.
done-signed-out-everywhere = { $value ->
    [one] U bent afgemeld. Er was één sessie.
   *[other] U bent overal afgemeld. Er waren { $value } sessies.
}

## Uw account

account-name = Naam
account-roles = U mag handelen als
account-id = In de geschiedenis bekend als
sessions = Waar u aangemeld bent
    .this = hier
    .since = sinds
    .end = Daar afmelden
platform-ios = iPhone of iPad
platform-android = Android-toestel
platform-desktop = Computer of laptop
platform-other = Ander toestel
change-password = Uw wachtwoord wijzigen
    .act = Wachtwoord wijzigen
password-present = Huidig wachtwoord
    .wrong = Dit is niet uw huidige wachtwoord.
password-new = Nieuw wachtwoord
    .hint = 12 tekens of meer. Vier woorden die niet bij elkaar horen, zijn makkelijk te onthouden en moeilijk te raden.
    .wrong = Dit wachtwoord is te makkelijk te raden. Neem een langer, dat niemand anders heeft.
password-again = Nogmaals het nieuwe wachtwoord
    .differs = Dit zijn twee verschillende wachtwoorden.
done-password = Uw wachtwoord is gewijzigd. Overal elders bent u afgemeld.

## Rollen

role-admin = beheerder
role-editor = redacteur
role-auditor = controleur
role-analyst = analist
role-approver = goedkeurder
role-of-unit = { $role } van { $unit }

## Startpagina

welcome = Dag { $name }
    .roles = U mag handelen als { $roles }.
last-decisions = Laatste beslissingen
    .none = Er is nog niets beslist.
more = Meer
    .account = Uw account en wachtwoord
    .api = Documentatie van de API
actor-command-line = opdrachtregel
actor-sealer = verzegeling, vanzelf
actor-recogniser = herkenning, vanzelf
actor-identity-provider = aanmelding van de stad

## Wat beslist is, onder de namen die de geschiedenis heeft

decision-Minted = Aangemaakt
decision-Described = Beschreven
decision-Attached = Aan een object gehangen
decision-Adopted = Elders overgenomen
decision-Aliased = Bijnaam gemaakt
decision-CallsKept = Aanroepen bewaard
decision-Retargeted = Ander doel gekregen
decision-RulesChanged = Regels gewijzigd
decision-Suspended = Opgeschort
decision-Resumed = Hervat
decision-Retired = Buiten gebruik gesteld
decision-Transferred = Naar een andere dienst verplaatst
decision-Defined = Doelgroep vastgelegd
decision-Redefined = Doelgroep opnieuw vastgelegd
decision-Drawn = Ontwerp gemaakt
decision-Redrawn = Ontwerp gewijzigd
decision-Ordered = Reeks besteld
decision-PrintSettled = Vastgelegd hoe ze wordt gedrukt
decision-Withdrawn = Ingetrokken
decision-Founded = Dienst opgericht
decision-PolicyChanged = Beleid van de dienst gewijzigd
decision-TokenIssued = Token uitgegeven
decision-TokenRevoked = Token ingetrokken
decision-AccountOpened = Account geopend
decision-AccountClosed = Account gesloten
decision-RoleGranted = Rol toegekend
decision-RoleRevoked = Rol ontnomen
decision-PersonForgotten = Persoon vergeten
decision-PersonRecognised = Persoon herkend
decision-ApprovalDemanded = Goedkeuring vereist
decision-ApprovalWaived = Goedkeuring niet meer vereist
decision-Approved = Goedgekeurd
decision-ChangeMade = Vele codes gewijzigd
decision-ChangeReversed = Wijziging teruggedraaid
decision-KeyRotated = Sleutel van de zegels gewijzigd
decision-ProposalWithdrawn = Voorstel ingetrokken
decision-Proposed = Voorgesteld
decision-Rejected = Afgewezen
decision-Restored = Hersteld
decision-ScansExpired = Scans verlopen
decision-ScansSealed = Scans verzegeld

## Wanneer iets niet gedaan is

failure =
    .back = Terug naar de startpagina
failure-nowhere = Deze pagina bestaat niet
    .message = Misschien is het adres verkeerd getypt, of is de pagina verdwenen.
failure-form = Dit formulier werd niet aanvaard
    .message = Het werd niet vanaf een pagina van deze sessie verstuurd. Er is niets gewijzigd. Ga terug, open de pagina opnieuw en probeer nog eens.
failure-forbidden = Dit mag u niet doen
failure-refused = Dit is niet gedaan
said-in-english = Hierover zegt het programma alleen in het Engels: { $english }
failure-store = Nu niet beschikbaar
    .message = De opslag van Signpost antwoordt niet. Probeer het over enkele minuten opnieuw. Scans worden wel beantwoord.
