# What belongs to the whole city: batches, audiences, units, changes of many codes, decisions, proposals, seals.

## Utseenden

section-designs = Utseenden
    .lead = Hur koder ser ut i tryck. Ett utseende prövas innan det gäller: det som en telefon inte skulle kunna läsa avvisas.
    .new = Skapa ett utseende
    .none = Det finns inga utseenden än.
    .next = Fler utseenden
design = Nytt utseende
design-name = Namn
    .hint = Det som det trycks med: bokstäver, siffror, - och _. Det ändras inte mer.
design-label = Vad det heter
design-unit = Tillhör
    .city = hela staden
design-dark = Mörk färg
design-light = Ljus färg
design-shape = Form
shape-square = Kvadrater
shape-rounded = Rundad
shape-dots = Prickar
design-level = Felkorrigering
    .best = så mycket som det finns plats för
design-margin = Tyst zon, i moduler
design-size = Minsta bredd i tryck, i millimeter
    .hint = Det prövas i den här storleken och trycks inte mindre.
design-logo = Logotyp, som SVG
    .hint = Fyllda former i enfärgade ytor. Gör först om text och linjer till banor. Program kan skicka en PNG via API:et.
design-share = Logotypens bredd, i procent av symbolen
design-frame = Ramens tjocklek, i moduler; 0 för ingen
design-corner = Hörnens radie, i moduler
design-caption = Text under
    .hint = Högst fyra rader. {"{id}"}, {"{label}"} och {"{unit}"} fylls i för varje kod.
design-reason = Varför, för historiken
design-keep = Spara
design-look = Titta
    .title = Så ser det ut
    .alt = En symbol med det här utseendet
    .read = Den lästes i tryckt storlek, suddig, lutad och i dåligt ljus.
    .refused = Så kan det inte användas:
    .none = Fyll i formuläret och titta.
design-pin = För att trycka precis detta igen, skriv { $pin }.
design-withdraw = Dra tillbaka
done-design = Utseendet { $value } är sparat.
done-design-withdrawn = Utseendet { $value } är tillbakadraget. Det som trycktes med det kan tryckas igen.

## Sections

section-batches = Serier
section-changes = Ändringar av många
section-units = Enheter
section-people = Personer
section-tokens = Nycklar
section-proposals = Förslag
section-decisions = Beslut
section-seals = Sigill
section-work = Arbete

## Lists

list-search = Sök
list-all = Visa alla
list-any = Alla
list-parts = Delar av listan
list-first = Första delen
list-next = Nästa del
known-as = Känd i historiken som
last-changed = Senast ändrad
its-decisions = Vad som beslutats om den

## Roles

grants = Roller
    .hint = Kryssa för allt som behövs. En roll i en enhet gäller bara enhetens koder.
change-grants = Ändra rollerna
done-grants = Rollerna är ändrade.
secret-noted = Jag har antecknat det

## Tokens

tokens-lead = På dessa känns program igen, och personer som anropar API:et.
tokens-none = Det finns inga nycklar.
token-of = Innehas av
token-state = Läge
token-active = Gäller
token-expired = Utgången
token-revoked = Återkallad
token-used = Senast använd
token-unused = Aldrig
token-expires = Gäller till
    .hint = Till slutet av den dagen; tomt: tills den återkallas.
token-endless = Tills den återkallas
token-issued = Utfärdad
token-title = Nyckel för { $value }
token-new = Utfärda en nyckel
    .lead = Den visas en gång, på nästa sida, och sparas ingenstans.
    .act = Utfärda
token-name =
    .hint = En person eller en tjänst. Nycklar och konton med samma namn är en och samma persons.
token-secret = Nyckeln
    .lead = Kopiera den nu: ingen kan visa den igen.
    .label = Skickas som bearer-token
token-grants = Vad nyckeln för { $value } är till
token-revoke = Återkalla
token-revoke-this = Återkalla nyckeln för { $value }
    .lead = Det som använder den slutar genast, och den gäller aldrig mer.
done-revoked = Nyckeln är återkallad.

## People

people-lead = Vilka som får logga in, och vad var och en får göra.
people-none = Det finns ingen ännu.
person-name = Namn
    .hint = Sparas där det kan glömmas, och inte i någon historik.
person-login =
    .hint = Det som skrivs vid inloggning, till exempel en e-postadress.
person-account = Loggar in
person-signs-in = Ja
person-does-not = Nej
person-forgotten = Glömd
person-new = Låt någon logga in
    .lead = Personen får ett första lösenord, som visas en gång, på nästa sida.
    .act = Öppna kontot
person-accounts = Konton
person-accounts-none = Den här personen loggar inte in.
account-open = Öppet
account-closed = Stängt
account-opened = Öppnades
account-acts = Vad som kan göras
account-grants = Vad { $value } får göra
account-password = Ge ett annat lösenord
account-password-new = Ett annat lösenord för { $value }
    .lead = Det nuvarande slutar genast gälla, och personen loggas ut överallt. Det nya visas en gång, på nästa sida.
password-secret = Lösenordet
    .lead = Lämna över det nu: ingen kan visa det igen.
    .label = Att logga in med och sedan byta
account-close = Stäng kontot
account-close-this = Stäng kontot för { $value }
    .lead = Personen loggas ut överallt och loggar inte in mer. Det som beslutats finns kvar, med namnet.
done-closed = Kontot är stängt.
person-forget = Glöm den här personen
person-forget-this = Glöm { $value }
    .lead = Namnet tas bort för gott, nycklar återkallas och konton stängs. Det som beslutats finns kvar, under ett id som inget säger.
    .hint = För historiken, som inget glömmer: nämn ingen här.
done-forgotten = Personen är glömd.

## Units

units-lead = Enheter som äger koder, och vart dessa får leda.
units-none = Det finns inga enheter ännu.
unit-label = Namn
    .hint = För människor, till exempel ”Vägar och broar”.
unit-name = Kortnamn
    .hint = Små bokstäver, siffror, - och _; kan aldrig ändras.
unit-hosts = Dess koder får leda till
    .hint = En värd per rad: example.org, eller *.example.org för allt därunder. Tomt: överallt.
unit-every-host = alla värdar
unit-approval = Godkännande
    .tick = En annan person måste godkänna vart dess koder leder
    .hint = Det som skickar besökare någon annanstans är då ett förslag tills någon godkänner det.
unit-approval-required = Av en annan person
unit-approval-not = Behövs inte
unit-new = Inrätta en enhet
unit-change = Ändra
unit-change-this = Ändra enheten { $value }
unit-codes = Dess koder
done-founded = Enheten är inrättad.
done-unit = Enheten är ändrad.

## Batches

batches-lead = Serier av koder, skapade tillsammans för tryck.
batches-none = Det finns inga serier ännu.
batch-id = Serie
batch-title = Serie { $value }
batch-count = Antal koder
    .hint = 1 till 1 000 000.
batch-standing = Varav
batch-active = i bruk
batch-unassigned = leder ingenstans ännu
batch-suspended = pausade
batch-retired = avvecklade
batch-minted = Skapad
batch-new = Skapa en serie
    .lead = Alla koder eller ingen, under lediga id. De kan tryckas långt innan någon vet vad de är till.
    .act = Skapa dem
batch-first = Den förstas nummer
    .hint = 1 om det lämnas tomt.
batch-unit = Enhet
batch-no-unit = Ingen
batch-label = Namn på var och en
    .hint = Med platser att fylla i: { $value }.
batch-tags = Taggar
    .hint = Ord att hitta alla på, med kommatecken emellan.
batch-target = Vart var och en leder
    .hint = Till exempel { $value }; tomt: ingenstans ännu.
batch-forward = Skicka med frågan i den skannade adressen
batch-codes = Visa dess koder
batch-csv = Dess koder som CSV
batch-print = För tryck
batch-underway = Koderna är skapade och gäller. De är på väg in i listorna; du kan lämna sidan och komma tillbaka.
batch-progress = Visas
done-batch = { $value ->
    [one] En kod är skapad.
   *[other] { $value } koder är skapade.
}
print-labels = Etikettark
    .act = Ladda ner etiketter (PDF)
print-pictures = Bilder
    .act = Ladda ner bilder (ZIP)
print-format = Filformat
print-sheet = Ark
print-caption = Text på varje etikett
    .hint = Med { $value }, och | mellan rader. Tomt: vad utseendet säger, eller id.
print-start = Första etiketten på första arket
    .hint = För att använda ett påbörjat ark.
print-cut-marks = Märk hörnen, för skärning
print-proof = Bara en provsida
print-design = Utseende
print-plain = Inget utseende
print-settled = Tryckt
print-open = Inte fastställt än: som den som trycker ber om
print-settle = Hur den trycks
    .lead = Fastställ hur den trycks. Den som trycker igen får exakt samma sak, i den här versionen av utseendet och med de namn som koderna har nu.
    .act = Fastställ
print-names = Filnamn
    .hint = Med platser att fylla i, som { "{number}-{label}" }; id om fältet lämnas tomt.
done-print = Det är fastställt hur serien trycks.
print-as-of = Namn och enheter
print-as-of-settled = Från när det fastställdes
print-as-of-now = Som de är nu

## Changes of many codes

changes-list = Åtgärder på många koder, var och en allt eller inget, och hur långt de syns.
changes-none = Ingen har ändrat många koder tillsammans ännu.
change-new = Välj koder att ändra
change-what = Vad
change-count = Ändrade koder

## Proposals

proposals-lead = Det som gäller när en annan person godkänner det.
proposals-none = Inget passar, eller inget är föreslaget.
proposal-title = Ett förslag
proposal-what = Vad som skulle bli annorlunda
proposal-about = Om
proposal-many = många koder
proposal-by = Föreslaget av
proposal-at = Föreslogs
proposal-reason = Eftersom
proposal-unit = Godkänns i enhet
proposal-no-unit = i ingen enhet
proposal-open = Väntar
proposal-outdated = Inaktuellt
proposal-approved = Godkänt
proposal-rejected = Avvisat
proposal-withdrawn = Tillbakadraget
proposal-ended-by = Avslutat av
proposal-ended-at = Avslutades
proposal-ended-reason = Med orden
proposal-change = Blev ändringen
proposal-approve = Godkänn
proposal-reject = Avvisa
proposal-withdraw = Dra tillbaka
proposal-differences = Skillnader
done-approved = Det är godkänt och gäller.
done-rejected = Det är avvisat.
done-withdrawn = Det är tillbakadraget.

## Decisions

decisions-lead = Allt som någonsin beslutats, det senaste först. Allt som anges måste stämma.
decisions-none = Inget beslut passar.
decision-what = Beslut
decision-on = Om
decision-who = Av
decision-at = När
decision-why = Varför
decision-position = Plats
decision-words = Ord i skälet
decision-actor = Av (id)
decision-type = Slag av beslut
decision-code = Kod
decision-unit = Enhet
decision-audience = Målgrupp
decision-host = Ledde till denna värd
decision-url = Ledde till denna adress
decision-from = Från
decision-until = Till
export-csv = Alla dessa som CSV
export-jsonl = Alla dessa som JSON-rader

## Seals

seals-lead = Varje beslut förseglas inom sekunder. Den som sparar en kontrollpunkt kan senare ta reda på om något ändrats sedan dess.
seal-decisions = Antal beslut
seal-sealed = Varav förseglade
seal-checkpoint = Senaste kontrollpunkt
seal-keys = Signaturnycklar
seal-key = Nyckel, den nuvarande först
seal-keys-none = Ingen nod har någon nyckel ännu.
seal-verify = Hur man kontrollerar
seal-how = Vem som helst kan göra det, även med program som inte är våra:
seal-how-keep = Spara då och då en kontrollpunkt där staden inte kan ändra den.
seal-how-key = Skaffa nyckeln från staden på annat sätt och jämför.
seal-how-verify = Låt loggen jämföras med den på en kopia av data.
seal-how-one = Det som är bevisat om en enda kod finns i dess bevisfil, som inte kräver att någon tros på sitt ord.
seal-last = Den senaste kontrollpunkten

## Work

work-lead = Det som tar lång tid fortsätter av sig självt: lämna sidan och hitta det här igen.
work-none = Inget pågår, och inget har gjorts på sistone.
work-what = Arbetet
work-progress = Hur långt
work-done = Klart
work-shown = { $value } av { $name } visas
work-batch = { $value ->
    [one] En serie om en kod
   *[other] En serie om { $value } koder
}
work-download = Nedladdning av { $value }
work-sent = { $value } MB hittills
work-sent-all = Klart, { $value } MB
work-sent-part = Avbrutet efter { $value } MB
work-behind = { $value ->
    [one] Ett beslut är på väg in i listan ”{ $name }”
   *[other] { $value } beslut är på väg in i listan ”{ $name }”
}
work-list-access = Vem får göra vad
work-list-catalogue = Koder
work-list-history = Historik
work-list-search = Sökning bland beslut
work-list-proposals = Förslag
work-list-resolver = Vart koder leder
work-list-memory = Vad denna nod vet om koder
work-list-tokens = Vad denna nod vet om konton och token
work-here = på den här noden
work-elsewhere = på nod { $value }
work-nobody = på ingen nod just nu

## Döda länkar

section-links = Döda länkar
links-lead = Adresser som koder leder till och där besökare inget hittar, de senaste först. Varje adress tillfrågas ungefär en gång om dagen.
links-off = Ingen har tillfrågats ännu: inställningen check-links slår på det.
links-none = Överallt dit koder leder svarar någon, så långt det har frågats.
link-url = Adress
link-answer = Vad det gav
link-since = Sedan
link-checked = Senast tillfrågad
link-answered = svarar { $value }
link-unreachable = går inte att nå
link-untrusted = certifikatet är inte giltigt
link-silent = svarar inte
link-astray = omdirigerar utan slut
link-private = inte tillfrågad: inget öppet nät
link-dead = Besökare hittar inget på { $name }: { $value }.
link-dead-since = Så är det sedan { $value }.
link-asked = { $name } – { $value }.
link-asked-at = Tillfrågad { $value }.
