# What belongs to the whole city: batches, audiences, units, changes of many codes, decisions, proposals, seals.

## Utseenden

section-designs = Utseenden
designs = Utseenden
    .lead = Hur koder ser ut i tryck. Ett utseende prövas innan det gäller: det som en telefon inte skulle kunna läsa avvisas.
    .new = Skapa ett utseende
    .none = Det finns inga utseenden än.
    .next = Fler utseenden
design = Nytt utseende
design-name = Namn
    .hint = Det som det trycks med: bokstäver, siffror, - och _. Det ändras inte mer.
    .taken = Det finns redan ett utseende med det här namnet.
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
