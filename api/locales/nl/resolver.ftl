# Wat burgers lezen na een scan. Gewone woorden, korte zinnen (B1), je-vorm.

## Rond de inhoud

menu-heading = Wat zoek je?
links-heading = Handige links
report = Klopt er iets niet? Vermeld dan deze code:
# For staff who scan a code of theirs; citizens never see these two
manage = Deze code beheren
onward = Deze code leidt naar

## Meldingen: een titel, wat er aan de hand is (.message), wat je kunt doen (.advice)

unassigned = Hier is nog niets te zien
    .message = Deze sticker is van ons, maar is nog nergens aan gekoppeld.
    .advice = Probeer het later nog eens. Had je hier iets verwacht? Laat het de stad weten.

suspended = Tijdelijk niet beschikbaar
    .message = Deze code staat even uit.
    .advice = Scan de sticker later nog eens.

retired = Niet meer in gebruik
    .message = Deze code leidde vroeger ergens naartoe, maar nu niet meer.
    .advice = Je hoeft niets te doen. Hangt de sticker er nog? Laat het de stad gerust weten.

unknown = Deze code kennen we niet
    .message = Dit is geen code van ons. Misschien is de sticker beschadigd, of is de code verkeerd getypt.
    .advice = Bekijk de sticker en scan hem opnieuw. Heb je de code zelf getypt? Controleer elke letter en elk cijfer. Ziet de sticker er verdacht uit? Laat het de stad weten.

failure = Er ging iets mis
    .message = De fout ligt bij ons, niet bij jou.
    .advice = Probeer het over een paar minuten opnieuw. Lukt het dan nog niet? Laat het de stad weten.
    .again = Opnieuw proberen

home = QR-codes in de stad
    .message = Deze website hoort bij de QR-codes die je in de stad ziet: op banken, bruggen, toestellen en gebouwen. Scan er een met de camera van je telefoon en je komt meteen op de juiste pagina.
    .staff = Voor medewerkers: documentatie van de API
