# Det, borgere læser efter en scanning. Almindelige ord, korte sætninger (B1), du-form.

## Omkring indholdet

menu-heading = Hvad leder du efter?
links-heading = Nyttige links
report = Er der noget galt? Oplys denne kode:
# For staff who scan a code of theirs; citizens never see these two
manage = Administrer denne kode
onward = Denne kode fører til

## Beskeder: en overskrift, hvad der er sket (.message), hvad man kan gøre (.advice)

unassigned = Her er ikke noget endnu
    .message = Klistermærket er vores, men det er ikke knyttet til noget endnu.
    .advice = Prøv igen senere. Havde du ventet at finde noget her? Giv gerne kommunen besked.

suspended = Ikke tilgængelig lige nu
    .message = Koden er midlertidigt slået fra.
    .advice = Scan klistermærket igen lidt senere.

retired = Ikke længere i brug
    .message = Koden førte tidligere videre, men det gør den ikke mere.
    .advice = Du behøver ikke gøre noget. Sidder klistermærket der stadig? Giv gerne kommunen besked.

unknown = Vi kender ikke koden
    .message = Det her er ikke en af vores koder. Måske er klistermærket beskadiget, eller koden er tastet forkert.
    .advice = Se på klistermærket, og scan det igen. Har du selv tastet koden? Tjek hvert bogstav og hvert tal. Ser klistermærket mistænkeligt ud? Giv kommunen besked.

failure = Noget gik galt
    .message = Fejlen ligger hos os, ikke hos dig.
    .advice = Prøv igen om et par minutter. Virker det stadig ikke? Giv kommunen besked.
    .again = Prøv igen

home = QR-koder i byen
    .message = Denne hjemmeside hører til de QR-koder, du ser i byen: på bænke, broer, automater og bygninger. Scan en kode med mobilens kamera, så kommer du direkte til den rigtige side.
    .staff = Til medarbejdere: dokumentation af API’et
