const settings =
  "Comparez les réglages avec la documentation du serveur ; sa réponse est dans l’échange.";
const signIn = "Identifiez-vous de nouveau et acceptez.";
const later = "Réessayez plus tard.";
const otherFlow = "Choisissez un autre parcours.";
const otherKey = "Choisissez l’algorithme qui va avec la clé, ou une autre clé.";

/** Authentication that cannot be applied. By failure code: what is wrong, what to try. */
export const frenchAuthFailures: Readonly<Record<string, readonly [what: string, remedy: string]>> =
  {
    "auth-unsupported": [
      "Envoi n’applique pas ce type d’authentification.",
      "Choisissez un autre type, ou aucun, et écrivez l’en-tête vous-même.",
    ],
    "auth-aws-keys": [
      "La signature AWS n’a pas de clé d’accès ou pas de clé secrète.",
      "Remplissez-les, ou nommez un profil.",
    ],
    "auth-empty": [
      "Un champ nécessaire à l’authentification est vide.",
      "Remplissez-le dans l’onglet Accès.",
    ],
    "auth-line-break": [
      "Ce qui authentifie la requête contient un saut de ligne ou un NUL.",
      "Retirez-le\u00a0: un jeton collé ou lu dans un fichier finit souvent ainsi.",
    ],
    "auth-number": [
      "Un champ de l’authentification n’est pas un nombre entier.",
      "Écrivez des chiffres, ou laissez-le vide.",
    ],
    "auth-aws-place": [
      "La signature AWS a besoin d’un service et d’une région, et l’hôte ne les dit pas.",
      "Remplissez service et région, par exemple execute-api et eu-west-1.",
    ],
    "auth-aws-profile": ["Cette machine n’a pas de profil AWS de ce nom.", ""],
    "auth-aws-profile-keys": [
      "Le profil AWS ne contient pas de clés.",
      "Obtenez-en avec le programme d’Amazon (aws configure export-credentials) et remplissez-les.",
    ],
    "auth-base-url": ["L’URL de base d’EdgeGrid n’est pas une URL.", ""],
    "auth-body-once": [
      "La signature couvre le corps, et ce corps ne peut être lu qu’une fois.",
      "Mettez-le dans un fichier, ou laissez-le hors de la signature si le type le permet.",
    ],
    "auth-file": [
      "Le fichier dont l’authentification a besoin ne peut pas être lu.",
      "Choisissez de nouveau le fichier dans l’onglet Accès.",
    ],
    "auth-file-not-granted": [
      "L’authentification a besoin d’un fichier hors de la collection qui n’a pas été autorisé sur cette machine.",
      "Autorisez ce fichier une fois sur cette machine.",
    ],
    "auth-form-large": [
      "Le formulaire est trop grand pour être signé.",
      "Envoyez-le comme un autre type de corps, que la signature ne couvre pas.",
    ],
    "auth-json": [
      "Ce qui doit aller dans le jeton n’est pas un objet JSON.",
      'Écrivez un objet, par exemple {"sub": "ana"}.',
    ],
    "auth-key-curve": [
      "La clé privée est sur une autre courbe que celle de l’algorithme.",
      otherKey,
    ],
    "auth-key-encrypted": [
      "La clé privée est protégée par une phrase de passe.",
      "Enregistrez-la sans (openssl pkey -in cle.pem -out nue.pem) et gardez-la parmi les secrets.",
    ],
    "auth-key-kind": ["La clé privée est d’un autre type que celui de la signature.", otherKey],
    "auth-key-missing": ["Il n’y a pas de clé privée.", "Collez-la, ou choisissez son fichier."],
    "auth-key-public": [
      "C’est une clé publique ou un certificat ; seule la clé privée peut signer.",
      "Prenez la clé privée qui va avec.",
    ],
    "auth-key-unreadable": [
      "La clé privée ne peut pas être lue.",
      "Il faut du texte PEM qui commence par -----BEGIN, ou un JWK.",
    ],
    "auth-netrc-host": [
      "Le fichier netrc n’a pas d’identifiants pour cet hôte.",
      "Ajoutez une ligne machine pour l’hôte, ou choisissez un autre type.",
    ],
    "auth-service-principal": [
      "Le nom du service n’est pas celui de l’hôte de l’URL.",
      "Laissez-le vide, ou écrivez HTTP@ et l’hôte de l’URL. Une adresse n’a pas de tickets.",
    ],
    "auth-negotiate-way": [
      "Un ticket Kerberos ne va que là où le système lui-même trouve l’hôte.",
      "Enlevez des réglages réseau resolve, connect-to, les serveurs de noms et le socket unix, et pour http le proxy.",
    ],
    "auth-oauth1-body": [
      "OAuth 1.0 ne peut mettre ses paramètres que dans un formulaire, et ce corps n’en est pas un.",
      "Mettez-les dans l’en-tête ou dans l’URL.",
    ],
    "auth-seconds": ["Une durée n’est pas un nombre entier de secondes.", ""],
    "oauth2-access-denied": ["L’accès a été refusé.", signIn],
    "oauth2-assertion-algorithm": [
      "Une clé privée ne peut pas signer avec un algorithme à secret partagé.",
      "Choisissez RS, PS, ES ou EdDSA pour private_key_jwt.",
    ],
    "oauth2-consent-required": ["Le serveur d’autorisation veut un accord.", signIn],
    "oauth2-expired": ["Le jeton OAuth 2 a expiré.", "Obtenez-en un autre dans l’onglet Accès."],
    "oauth2-expired-token": ["Le code n’a pas été confirmé à temps.", "Recommencez."],
    "oauth2-interaction-required": [
      "Le serveur d’autorisation veut que la personne intervienne.",
      "Retirez prompt=none des paramètres.",
    ],
    "oauth2-invalid-client": [
      "Le serveur d’autorisation n’accepte pas l’identifiant du client ou son secret.",
      "Vérifiez les deux, et si le secret va dans l’en-tête ou dans le corps.",
    ],
    "oauth2-invalid-grant": [
      "Le serveur d’autorisation n’accepte pas le code, le mot de passe ou le jeton de rafraîchissement.",
      "Identifiez-vous de nouveau ; vérifiez le nom et l’URL de retour.",
    ],
    "oauth2-invalid-request": [
      "Le serveur d’autorisation n’a pas compris la demande de jeton.",
      settings,
    ],
    "oauth2-invalid-scope": [
      "Le serveur d’autorisation n’accepte pas la portée.",
      "Corrigez la portée dans l’onglet Accès.",
    ],
    "oauth2-invalid-target": [
      "Le serveur d’autorisation ne connaît pas la ressource demandée.",
      "Corrigez le paramètre resource.",
    ],
    "oauth2-login-required": ["Le serveur d’autorisation veut une identification.", signIn],
    "oauth2-no-refresh-token": [
      "Le serveur d’autorisation n’a pas donné de jeton de rafraîchissement.",
      "Obtenez un nouveau jeton, ou demandez la portée offline_access.",
    ],
    "oauth2-no-such-token": [
      "Le serveur d’autorisation n’a pas donné de jeton de la sorte à envoyer.",
      "Choisissez l’autre sorte dans l’onglet Accès, ou demandez la portée openid.",
    ],
    "oauth2-no-token": [
      "Il n’y a pas encore de jeton OAuth 2.",
      "Obtenez-en un dans l’onglet Accès.",
    ],
    "oauth2-not-chosen": ["Cette requête n’utilise pas OAuth 2.", "Choisissez d’abord OAuth 2."],
    "oauth2-issuer": [
      "La réponse ne vient pas de l’émetteur que nomment les réglages.",
      "Corrigez l’émetteur dans l’onglet Accès, ou laissez-le vide si le serveur n’en nomme pas.",
    ],
    "oauth2-nonce": [
      "Le jeton d’identité qui est revenu a été fait pour une autre identification.",
      "Recommencez. Si cela se répète, quelqu’un s’en mêle peut-être.",
    ],
    "oauth2-other": ["Le serveur d’autorisation a refusé.", "Sa réponse est dans l’échange."],
    "oauth2-port": [
      "Le port de l’URL de retour ne peut pas servir sur cette machine.",
      "Arrêtez le programme qui l’occupe, ou enregistrez une URL de retour avec un autre port.",
    ],
    "oauth2-reply": [
      "La réponse du serveur d’autorisation ne contient pas de jeton.",
      "Regardez l’échange : l’adresse est peut-être celle d’une page.",
    ],
    "oauth2-server-error": ["Le serveur d’autorisation a eu une erreur.", later],
    "oauth2-state": [
      "Ce qui est revenu répond à une autre identification que celle qui a été commencée.",
      "Recommencez. Si cela se répète, quelqu’un s’en mêle peut-être.",
    ],
    "oauth2-temporarily-unavailable": [
      "Le serveur d’autorisation n’est pas disponible en ce moment.",
      later,
    ],
    "oauth2-token-gone": ["Ce jeton n’est plus conservé.", ""],
    "oauth2-unreached": [
      "Aucun jeton n’a pu être obtenu : le serveur d’autorisation n’a pas été atteint.",
      "Vérifiez l’URL de jeton, et obtenez le jeton dans l’onglet Accès pour voir son échange.",
    ],
    "oauth2-unauthorized-client": [
      "Le client n’a pas le droit d’utiliser ce parcours.",
      "Choisissez un autre parcours, ou autorisez-le là où le client est enregistré.",
    ],
    "oauth2-unsupported-grant-type": [
      "Le serveur d’autorisation ne connaît pas ce parcours.",
      otherFlow,
    ],
    "oauth2-unsupported-response-type": [
      "Le serveur d’autorisation ne connaît pas ce parcours.",
      otherFlow,
    ],
    "oauth2-url": [
      "Une adresse d’OAuth 2 manque ou n’est pas en http ou https.",
      "Remplissez-la dans l’onglet Accès.",
    ],
    "signature-ascii": ["Un texte de la signature contient des caractères hors d’ASCII.", ""],
    "signature-component": [
      "Un composant couvert n’est pas un composant de requête.",
      "Prenez @method @target-uri @authority @scheme @request-target @path @query @query-param ou un nom d’en-tête.",
    ],
    "signature-components": [
      "Les composants couverts ne peuvent pas être lus.",
      'Séparez-les par des espaces : @method @authority "@query-param";name="id".',
    ],
    "signature-field": [
      "Un en-tête couvert n’est pas dans la requête.",
      "Ajoutez l’en-tête, ou retirez-le des composants couverts.",
    ],
    "signature-label": [
      "L’étiquette d’une signature est faite de minuscules, chiffres, - _ . et *.",
      "",
    ],
    "signature-member": ["Un en-tête couvert n’a pas le membre demandé.", ""],
    "signature-parameter": [
      "Un paramètre d’un composant couvert n’est pas accepté.",
      "Les en-têtes peuvent avoir sf, bs, key et tr.",
    ],
    "signature-query-name": ['@query-param a besoin d’un nom : "@query-param";name="id".', ""],
    "signature-query-param": [
      "Un paramètre couvert n’est pas dans l’URL, ou y est plus d’une fois.",
      "",
    ],
    "signature-shared-key": ["La clé partagée de hmac-sha256 n’est pas du base64.", ""],
    "signature-twice": ["Un composant est couvert deux fois.", ""],
  };
