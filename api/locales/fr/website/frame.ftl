# Ce que lit le personnel. Des mots simples ; les boutons disent ce qu'ils font.

## Autour de chaque page

skip = Aller au contenu
menu = Menu
menu-more = Plus
menu-many = En nombre
menu-city = Toute la ville
menu-record = Pour mémoire
menu-access = Accès
section-start = Accueil
section-account = Votre compte

## Ouvrir et fermer une session

sign-in = Se connecter
    .act = Se connecter
    .wrong = Cet identifiant et ce mot de passe ne vont pas ensemble.
    .too-often = Il y a eu trop de tentatives. Réessayez dans un quart d’heure.
login = Identifiant
password = Mot de passe
sign-out = Se déconnecter
sign-out-everywhere = Se déconnecter partout
done-signed-out = Vous êtes déconnecté.
done-signed-out-there = Cette session est terminée.
done-signed-out-everywhere = { $value ->
    [one] Vous êtes déconnecté. Il y avait une session.
   *[other] Vous êtes déconnecté partout. Il y avait { $value } sessions.
}

## Votre compte

account-name = Nom
account-roles = Vous pouvez agir comme
account-id = Connu dans l’historique comme
sessions = Où vous êtes connecté
    .this = ici
    .since = depuis le
    .end = Déconnecter
platform-ios = iPhone ou iPad
platform-android = Appareil Android
platform-desktop = Ordinateur
platform-other = Autre appareil
change-password = Changer votre mot de passe
    .act = Changer le mot de passe
password-present = Mot de passe actuel
    .wrong = Ce n’est pas votre mot de passe actuel.
password-new = Nouveau mot de passe
    .hint = 12 caractères ou plus. Quatre mots sans rapport entre eux sont faciles à retenir et difficiles à deviner.
    .wrong = Ce mot de passe est trop facile à deviner. Prenez-en un plus long, que personne d’autre n’a.
password-again = Le nouveau mot de passe encore une fois
    .differs = Ce sont deux mots de passe différents.
done-password = Votre mot de passe est changé. Partout ailleurs, vous êtes déconnecté.

## Rôles

role-admin = administrateur
role-editor = rédacteur
role-auditor = auditeur
role-analyst = analyste
role-approver = approbateur
role-of-unit = { $role } de { $unit }

## Accueil

welcome = Bonjour { $name }
    .roles = Vous pouvez agir comme { $roles }.
last-decisions = Dernières décisions
    .none = Rien n’a encore été décidé.
more = Plus
    .account = Votre compte et votre mot de passe
    .api = Documentation de l’API
actor-command-line = ligne de commande
actor-sealer = scellement, automatique
actor-recogniser = reconnaissance, automatique
actor-identity-provider = la connexion de la ville

## Ce qui a été décidé, sous les noms de l'historique

decision-Minted = Créé
decision-Described = Décrit
decision-Attached = Attaché à un objet
decision-Adopted = Repris d’ailleurs
decision-Aliased = Devenu un alias
decision-CallsKept = Appels conservés
decision-Retargeted = Reçu une autre cible
decision-RulesChanged = Règles modifiées
decision-Suspended = Suspendu
decision-Resumed = Remis en service
decision-Retired = Mis hors service
decision-Transferred = Transféré à un autre service
decision-Defined = Public défini
decision-Redefined = Public redéfini
decision-Drawn = Modèle dessiné
decision-Redrawn = Modèle modifié
decision-Ordered = Série commandée
decision-PrintSettled = Impression fixée
decision-Withdrawn = Retiré
decision-Founded = Service fondé
decision-PolicyChanged = Règles du service modifiées
decision-TokenIssued = Jeton émis
decision-TokenRevoked = Jeton révoqué
decision-AccountOpened = Compte ouvert
decision-AccountClosed = Compte fermé
decision-RoleGranted = Rôle accordé
decision-RoleRevoked = Rôle retiré
decision-PersonForgotten = Personne oubliée
decision-PersonRecognised = Personne reconnue
decision-ApprovalDemanded = Approbation exigée
decision-ApprovalWaived = Approbation levée
decision-Approved = Approuvé
decision-ChangeMade = Plusieurs codes modifiés
decision-ChangeReversed = Modification annulée
decision-KeyRotated = Clé des sceaux changée
decision-ProposalWithdrawn = Proposition retirée
decision-Proposed = Proposé
decision-Rejected = Rejeté
decision-Restored = Rétabli
decision-ScansExpired = Scans expirés
decision-ScansSealed = Scans scellés

## Quand quelque chose n'a pas été fait

failure =
    .back = Retour à l’accueil
failure-nowhere = Cette page n’existe pas
    .message = L’adresse est peut-être mal écrite, ou la page a disparu.
failure-form = Ce formulaire n’a pas été accepté
    .message = Il n’a pas été envoyé depuis une page de cette session. Rien n’a été changé. Revenez en arrière, rouvrez la page et réessayez.
failure-forbidden = Vous ne pouvez pas faire cela
failure-refused = Cela n’a pas été fait
said-in-english = Le programme n’en dit que ceci, en anglais : { $english }
failure-store = Indisponible en ce moment
    .message = Les données de Signpost ne répondent pas. Réessayez dans quelques minutes. Les scans restent servis.
