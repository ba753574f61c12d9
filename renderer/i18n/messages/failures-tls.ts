const trust =
  "Si cette machine se fie à son autorité, faites compter aussi celles du système (réglages TLS) ; sinon choisissez-y le fichier de l’autorité, ou désactivez la vérification pour cette requête.";
const renew =
  "Le propriétaire du serveur doit le renouveler ; pour un essai, désactivez la vérification pour cette requête.";
const clock =
  "Vérifiez l’horloge de cette machine ; sinon, le propriétaire du serveur doit remplacer le certificat.";
const chain =
  "Le serveur devrait envoyer ses certificats intermédiaires. Si cette machine se fie à son autorité, faites compter aussi celles du système (réglages TLS), ou choisissez-y le fichier de l’autorité.";
const distrust = "Ne faites pas confiance à ce certificat.";
const log = "Voyez la raison dans le journal du serveur.";
const address = "Employez le nom d’hôte du certificat, ou faites-y ajouter l’adresse.";
const otherGroup =
  "Le serveur doit employer un autre groupe ; des chiffrements sans DHE l’évitent.";
const otherCertificate =
  "Choisissez un autre certificat de client pour cet hôte dans les réglages TLS.";
const oldServer =
  "Le serveur doit proposer TLS 1.2 ou 1.3 ; pour un essai, autorisez sa version dans les réglages TLS.";
const noWord =
  "Ce port ne parle peut-être pas TLS, ou le serveur refuse ce client ; voyez son journal.";
const replaceIt = "Le propriétaire du serveur doit remplacer le certificat.";
const settings = "Corrigez-le dans les réglages TLS.";

/** What TLS did not accept. By failure code: what is wrong, what to try. */
export const frenchTlsFailures: Readonly<Record<string, readonly [what: string, remedy: string]>> =
  {
    CERT_HAS_EXPIRED: ["Le certificat du serveur a expiré.", renew],
    ISSUER_CERT_HAS_EXPIRED: ["Le certificat d’une autorité de la chaîne a expiré.", renew],
    CERT_NOT_YET_VALID: ["Le certificat du serveur n’est pas encore valable.", clock],
    ISSUER_CERT_NOT_YET_VALID: [
      "Le certificat d’une autorité de la chaîne n’est pas encore valable.",
      clock,
    ],
    DEPTH_ZERO_SELF_SIGNED_CERT: [
      "Le certificat du serveur est signé par lui-même, pas par une autorité.",
      trust,
    ],
    SELF_SIGNED_CERT_IN_CHAIN: [
      "La chaîne aboutit à une autorité qui n’est pas de confiance ici.",
      trust,
    ],
    UNABLE_TO_GET_ISSUER_CERT: ["Il manque le certificat d’une autorité de la chaîne.", trust],
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: [
      "La chaîne n’atteint pas une autorité de confiance : le serveur a omis un certificat, ou son autorité est inconnue ici.",
      chain,
    ],
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: [
      "Le serveur a envoyé son certificat seul, et son autorité est inconnue ici.",
      chain,
    ],
    CERT_SIGNATURE_FAILURE: ["La signature d’un certificat est fausse.", distrust],
    CERT_UNTRUSTED: ["L’autorité n’est pas de confiance pour des serveurs.", trust],
    CERT_REJECTED: ["L’autorité est marquée comme interdite pour des serveurs.", distrust],
    CERT_REVOKED: ["Le certificat a été révoqué.", distrust],
    UNABLE_TO_GET_CRL: [
      "Le fichier de listes de révocation n’en a aucune d’une autorité de la chaîne.",
      "Mettez-y une liste de chaque autorité de la chaîne, racine comprise, ou retirez le fichier des réglages TLS.",
    ],
    CRL_HAS_EXPIRED: [
      "La liste de révocation d’une autorité de la chaîne est périmée.",
      "Demandez à l’autorité une liste plus récente.",
    ],
    CRL_NOT_YET_VALID: [
      "La liste de révocation d’une autorité de la chaîne n’est pas encore valable.",
      "Vérifiez l’horloge de cette machine, et que c’est la bonne liste.",
    ],
    CRL_SIGNATURE_FAILURE: [
      "La liste de révocation d’une autorité de la chaîne n’est pas signée par elle.",
      "Demandez-la de nouveau à l’autorité.",
    ],
    PINNED_KEY_MISMATCH: [
      "La clé publique du serveur n’est pas celle qui est épinglée.",
      "Si le serveur a changé de clé exprès, épinglez la nouvelle : la vue du certificat la montre. Sinon, quelqu’un est peut-être entre les deux.",
    ],
    OCSP_STATUS_MISSING: [
      "Les réglages TLS exigent une réponse OCSP agrafée, et le serveur n’en a pas envoyé.",
      "Le serveur doit en agrafer une ; ou ne l’exigez pas.",
    ],
    OCSP_STATUS_REVOKED: ["La réponse OCSP agrafée dit que le certificat a été révoqué.", distrust],
    OCSP_STATUS_UNPROVEN: [
      "La réponse OCSP agrafée ne prouve pas que le certificat est bon : statut inconnu, trop ancienne, ou non signée par son autorité.",
      "Voyez la réponse dans la vue du certificat ; le serveur doit en agrafer une récente, ou ne l’exigez pas.",
    ],
    OCSP_STAPLE_MISSING: [
      "Le certificat ne compte qu’avec une preuve qu’il n’est pas révoqué, et le serveur n’en a pas envoyé.",
      "Le serveur doit joindre une réponse OCSP.",
    ],
    INVALID_CA: [
      "Un certificat de la chaîne en a signé un autre sans être une autorité.",
      distrust,
    ],
    INVALID_PURPOSE: [
      "Le certificat n’est pas fait pour des serveurs.",
      "Le propriétaire du serveur doit employer un certificat de serveur.",
    ],
    PATH_LENGTH_EXCEEDED: [
      "Une autorité de la chaîne n’avait pas le droit d’en créer une autre.",
      distrust,
    ],
    CERT_CHAIN_TOO_LONG: [
      "La chaîne de certificats est trop longue.",
      "Le propriétaire du serveur doit raccourcir la chaîne.",
    ],
    UNHANDLED_CRITICAL_EXTENSION: [
      "Un certificat a une extension critique que personne ici ne comprend.",
      distrust,
    ],
    HOSTNAME_MISMATCH: ["Le certificat est celui d’un autre hôte.", "Vérifiez le nom de l’hôte."],
    ERR_TLS_CERT_ALTNAME_INVALID: [
      "Le certificat porte d’autres noms que cet hôte.",
      "Vérifiez le nom de l’hôte, et le nom de serveur dans les réglages TLS ; les noms sont dans l’onglet Connexion.",
    ],
    IP_ADDRESS_MISMATCH: ["Le certificat est pour d’autres adresses que celle-ci.", address],
    CERT_WITHOUT_NAMES: [
      "Le certificat n’a pas d’autre nom du sujet (SAN) : il n’est pour aucun hôte.",
      "Le propriétaire du serveur doit faire un certificat qui nomme l’hôte ; le nom commun ne compte pas.",
    ],
    CERT_WITHOUT_IP: ["Le certificat ne nomme aucune adresse IP.", address],
    EE_KEY_TOO_SMALL: ["La clé du certificat du serveur est trop courte pour être sûre.", renew],
    CA_KEY_TOO_SMALL: ["La clé d’une autorité de la chaîne est trop courte pour être sûre.", renew],
    CERT_SIGNED_WITH_SHA1: [
      "Un certificat de la chaîne est signé avec SHA-1, qui est cassé.",
      renew,
    ],
    CERT_SIGNED_WITH_MD5: ["Un certificat de la chaîne est signé avec MD5, qui est cassé.", renew],
    CERT_SIGNED_WITH_MD2: ["Un certificat de la chaîne est signé avec MD2, qui est cassé.", renew],
    PERMITTED_VIOLATION: [
      "L’autorité ne peut faire de certificats que pour d’autres noms.",
      distrust,
    ],
    EXCLUDED_VIOLATION: ["L’autorité ne peut pas faire de certificat pour ce nom.", distrust],
    DH_NOT_PRIME: [
      "Le nombre sur lequel repose l’échange de clés du serveur n’est pas premier : n’importe qui peut calculer le secret.",
      otherGroup,
    ],
    DH_SMALL_SUBGROUP: [
      "Le groupe de l’échange de clés du serveur a de petits sous-groupes, qui trahissent le secret.",
      otherGroup,
    ],
    UNSPECIFIED: ["Le certificat enfreint une règle.", "Cherchez la raison dans les certificats."],
    "plain-http": [
      "Le serveur parle HTTP sans TLS sur ce port.",
      "Employez http:// au lieu de https://, ou un autre port.",
    ],
    "not-tls": [
      "Ce port ne parle pas TLS.",
      "Essayez http:// au lieu de https://, ou un autre port.",
    ],
    "handshake-closed": ["Le serveur a fermé la connexion sans un mot au début de TLS.", noWord],
    "handshake-reset": ["Le serveur a coupé la connexion au début de TLS.", noWord],
    "handshake-truncated": [
      "Le serveur a fermé la connexion au milieu de la négociation TLS.",
      log,
    ],
    "tls-version-refused": [
      "Le serveur n’accepte aucune des versions de TLS proposées.",
      "Il n’en connaît peut-être que de plus anciennes : autorisez-les dans les réglages TLS pour un essai, ou faites mettre à jour le serveur.",
    ],
    "server-speaks-sslv3": [
      "Le serveur ne parle que SSL 3.0, qui est cassé.",
      "Le serveur doit proposer TLS 1.2 ou 1.3.",
    ],
    "server-speaks-tls-1.0": ["Le serveur ne parle que TLS 1.0, qui n’est plus sûr.", oldServer],
    "server-speaks-tls-1.1": ["Le serveur ne parle que TLS 1.1, qui n’est plus sûr.", oldServer],
    "server-speaks-other-version": [
      "Le serveur a choisi une version de TLS qui n’était pas proposée.",
      "Voyez la plus basse et la plus haute version dans les réglages TLS.",
    ],
    "nothing-in-common": [
      "Le serveur n’a rien trouvé en commun avec ce qui était proposé : ni chiffrement, ni groupe, ni signature.",
      "Comparez ce qui était proposé avec ce que le serveur accepte ; chiffrements et groupes sont dans les réglages TLS.",
    ],
    "cipher-not-offered": [
      "Le serveur impose un chiffrement qui n’était pas proposé.",
      "Nommez ce chiffrement dans les réglages TLS si vous lui faites confiance ; le serveur devrait en prendre un sûr.",
    ],
    "client-certificate-missing": [
      "Le serveur veut un certificat de client.",
      "Ajoutez un certificat de client pour cet hôte dans les réglages TLS.",
    ],
    "client-certificate-refused": [
      "Le serveur a refusé le certificat de client.",
      otherCertificate,
    ],
    "client-certificate-expired": [
      "Le serveur dit que le certificat de client a expiré.",
      otherCertificate,
    ],
    "client-certificate-revoked": [
      "Le serveur dit que le certificat de client a été révoqué.",
      otherCertificate,
    ],
    "client-certificate-authority": [
      "Le serveur ne connaît pas l’autorité du certificat de client.",
      "Employez un certificat d’une autorité que le serveur accepte, avec ses certificats intermédiaires dans le fichier.",
    ],
    "client-denied": [
      "Le serveur accepte le certificat de client et refuse pourtant l’accès.",
      log,
    ],
    "server-name-unknown": [
      "Le serveur ne connaît pas ce nom d’hôte.",
      "Vérifiez le nom de l’hôte, et le nom de serveur dans les réglages TLS.",
    ],
    "no-common-protocol": [
      "Le serveur ne parle aucun des protocoles proposés (ALPN).",
      "Choisissez une autre version de HTTP, ou les protocoles à proposer dans les réglages TLS.",
    ],
    "dh-key-too-small": [
      "La clé Diffie-Hellman du serveur est trop courte pour être sûre.",
      otherGroup,
    ],
    "dh-value-bad": ["La clé Diffie-Hellman du serveur n’en est pas une.", otherGroup],
    "certificates-too-large": [
      "Les certificats du serveur sont plus grands que ce qu’un client devrait lire.",
      "Le propriétaire du serveur doit répartir les noms sur plusieurs certificats.",
    ],
    "server-key-too-small": [
      "La clé du certificat du serveur est trop courte pour signer une négociation sûre.",
      replaceIt,
    ],
    "signature-not-offered": [
      "Le serveur signe sa négociation avec un algorithme qui n’était pas proposé, comme SHA-1.",
      "Le serveur doit signer avec SHA-256 ou mieux.",
    ],
    "signature-wrong": [
      "La signature de la négociation est fausse : le serveur n’a pas la clé de son certificat.",
      "Ne faites pas confiance à ce serveur.",
    ],
    "certificate-unreadable": ["Le certificat du serveur n’a pas pu être lu.", replaceIt],
    "unsafe-renegotiation": [
      "Le serveur ne propose qu’une renégociation qui n’est pas sûre.",
      "Le serveur doit être mis à jour.",
    ],
    "handshake-altered": [
      "Ce qui est arrivé de la négociation a été altéré ou mal fait.",
      "Quelque chose entre ici et le serveur change peut-être les octets ; voyez l’onglet Fil.",
    ],
    "tls-alert": ["Le serveur a mis fin à la négociation par une alerte.", log],
    "tls-broken": [
      "Les deux côtés n’ont pas pu convenir d’une connexion sûre.",
      "Le code dit la raison ; voyez aussi le journal du serveur.",
    ],
    "tls-versions": ["La plus basse version de TLS est au-dessus de la plus haute.", settings],
    "tls-ciphers": ["OpenSSL ne connaît aucun des chiffrements nommés.", settings],
    "tls-groups": ["OpenSSL ne connaît pas un des groupes nommés.", settings],
    "tls-signatures": ["OpenSSL ne connaît pas une des signatures nommées.", settings],
    "tls-crl-file": [
      "Le fichier de listes de révocation n’en contient aucune qui soit lisible.",
      settings,
    ],
    "tls-pinned-key": [
      "La clé épinglée n’en est pas une.",
      "Écrivez sha256// et 44 caractères, plusieurs avec un point-virgule, ou choisissez le fichier PEM ou DER de la clé ; la vue du certificat montre celle d’un serveur.",
    ],
    "tls-ca-file": ["Le fichier d’autorités ne contient aucun certificat lisible.", settings],
    "tls-ca-system": [
      "Les autorités auxquelles ce système se fie sont introuvables.",
      "Nommez plutôt un fichier d’autorités, ou désignez-en un par SSL_CERT_FILE.",
    ],
    "tls-ca-folder": [
      "Le dossier d’autorités ne contient aucun certificat sous un nom qu’OpenSSL cherche.",
      "Passez-y openssl rehash.",
    ],
    "tls-folder-not-granted": [
      "Le dossier d’autorités est hors de la collection et n’a pas été choisi sur cette machine.",
      "Autorisez-le une fois sur cette machine, choisissez-le dans les réglages TLS, ou mettez-le dans le dossier de la collection.",
    ],
    "tls-folder-not-one": [
      "Ce que les réglages TLS nomment comme dossier d’autorités n’en est pas un.",
      "Choisissez un dossier dans les réglages TLS ; un fichier seul a son propre réglage.",
    ],
    "tls-file-not-granted": [
      "Un fichier de certificat est hors de la collection et n’a pas été choisi sur cette machine.",
      "Autorisez-le une fois sur cette machine, choisissez-le dans les réglages TLS, ou mettez-le dans le dossier de la collection.",
    ],
    "tls-file-path-relative": [
      "Une requête hors d’une collection a besoin du chemin complet de ses fichiers de certificat.",
      "Choisissez de nouveau le fichier dans les réglages TLS, ou enregistrez la requête dans une collection.",
    ],
    "tls-file-not-regular": [
      "Les réglages TLS ne nomment pas un fichier ordinaire pour un certificat.",
      "Choisissez un fichier dans les réglages TLS.",
    ],
    "tls-file-too-large": [
      "Un fichier de certificat est plus grand que tout fichier de certificats.",
      "Choisissez un fichier PEM ou PKCS#12 dans les réglages TLS.",
    ],
    "client-certificate-unreadable": [
      "Le fichier du certificat de client ne contient aucun certificat lisible.",
      settings,
    ],
    "client-key-unreadable": ["Le fichier ne contient aucune clé privée lisible.", settings],
    "client-key-mismatch": ["La clé privée n’est pas celle du certificat de client.", settings],
    "client-passphrase": [
      "La phrase secrète n’ouvre pas la clé du certificat de client.",
      "Corrigez-la ; c’est peut-être une variable secrète sans valeur sur cette machine.",
    ],
    "pkcs12-unsupported": [
      "Le fichier PKCS#12 est chiffré d’une manière ancienne qu’OpenSSL n’ouvre plus.",
      "Exportez-le de nouveau avec AES, comme OpenSSL 3 le fait de lui-même.",
    ],
    "pkcs12-unreadable": ["Le fichier n’est pas un fichier PKCS#12 lisible.", settings],
  };
