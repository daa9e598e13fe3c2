# Ce que le public lit après un scan. Mots simples, phrases courtes (B1), vouvoiement.
# Avant ? ! : et ; l’espace est insécable (U+00A0) ; un test y veille.

## Autour du contenu

menu-heading = Que cherchez-vous ?
links-heading = Liens utiles
report = Un problème ? Indiquez ce code :
# For staff who scan a code of theirs; citizens never see these two
manage = Gérer ce code
onward = Ce code mène à

## Avis : un titre, ce qui se passe (.message), ce que l’on peut faire (.advice)

unassigned = Rien ici pour le moment
    .message = Cet autocollant est bien à nous, mais il ne mène encore nulle part.
    .advice = Réessayez plus tard. Vous pensiez trouver quelque chose ici ? Signalez-le à la ville.

suspended = Indisponible pour le moment
    .message = Ce code est temporairement désactivé.
    .advice = Scannez à nouveau l’autocollant un peu plus tard.

retired = Ce code n’est plus utilisé
    .message = Il menait quelque part auparavant, mais plus maintenant.
    .advice = Vous n’avez rien à faire. L’autocollant est toujours en place ? N’hésitez pas à le signaler à la ville.

unknown = Nous ne connaissons pas ce code
    .message = Ce code n’est pas l’un des nôtres. L’autocollant est peut-être abîmé, ou le code a été mal tapé.
    .advice = Regardez l’autocollant et scannez-le à nouveau. Vous avez tapé le code vous-même ? Vérifiez chaque lettre et chaque chiffre. L’autocollant vous semble suspect ? Signalez-le à la ville.

failure = Un problème est survenu
    .message = L’erreur vient de chez nous, pas de vous.
    .advice = Réessayez dans quelques minutes. Cela ne marche toujours pas ? Signalez-le à la ville.
    .again = Réessayer

home = Les codes QR de la ville
    .message = Ce site accompagne les codes QR que vous voyez en ville : sur les bancs, les ponts, les machines et les bâtiments. Scannez-en un avec l’appareil photo de votre téléphone et vous arrivez directement à la bonne page.
    .staff = Pour le personnel : documentation de l’API
