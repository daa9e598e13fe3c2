# Det som invånare läser efter en skanning. Vanliga ord, korta meningar (B1), du-tilltal.

## Runt innehållet

menu-heading = Vad letar du efter?
links-heading = Användbara länkar
report = Är något fel? Uppge den här koden:
# For staff who scan a code of theirs; citizens never see these two
manage = Hantera den här koden
onward = Den här koden leder till

## Meddelanden: en rubrik, vad som har hänt (.message), vad man kan göra (.advice)

unassigned = Här finns inget ännu
    .message = Dekalen är vår, men den är inte kopplad till något ännu.
    .advice = Försök igen senare. Hade du väntat dig att hitta något här? Hör gärna av dig till kommunen.

suspended = Inte tillgänglig just nu
    .message = Koden är tillfälligt avstängd.
    .advice = Skanna dekalen igen lite senare.

retired = Används inte längre
    .message = Koden ledde tidigare vidare, men det gör den inte längre.
    .advice = Du behöver inte göra något. Sitter dekalen kvar? Hör gärna av dig till kommunen.

unknown = Vi känner inte igen koden
    .message = Det här är inte en av våra koder. Kanske är dekalen skadad, eller så har koden skrivits fel.
    .advice = Titta på dekalen och skanna den igen. Skrev du in koden själv? Kontrollera varje bokstav och siffra. Ser dekalen misstänkt ut? Hör av dig till kommunen.

failure = Något gick fel
    .message = Felet ligger hos oss, inte hos dig.
    .advice = Försök igen om några minuter. Fungerar det fortfarande inte? Hör av dig till kommunen.
    .again = Försök igen

home = QR-koder i staden
    .message = Den här webbplatsen hör till QR-koderna som du ser i staden: på bänkar, broar, automater och byggnader. Skanna en kod med mobilens kamera så kommer du direkt till rätt sida.
    .staff = För medarbetare: dokumentation av API:et
