const trust =
  "Si vous connaissez ce serveur, désactivez la vérification dans les réglages de cette requête.";
const renew =
  "Le propriétaire du serveur doit le renouveler ; pour un essai, désactivez la vérification pour cette requête.";
const chain =
  "Le serveur devrait envoyer ses certificats intermédiaires. Si vous le connaissez, désactivez la vérification pour cette requête.";
const distrust = "Ne faites pas confiance à ce certificat.";
const notTls = [
  "Ce port ne parle pas TLS.",
  "Essayez http:// au lieu de https://, ou un autre port.",
] as const;
const versions = "Le serveur doit proposer TLS 1.2 ou 1.3.";
const shortKey = "La clé d’un certificat de la chaîne est trop courte pour être sûre.";

/** What TLS did not accept. By failure code: what is wrong, what to try. */
export const frenchTlsFailures: Readonly<Record<string, readonly [what: string, remedy: string]>> =
  {
    CERT_HAS_EXPIRED: ["Le certificat du serveur, ou un de ceux au-dessus, a expiré.", renew],
    CERT_NOT_YET_VALID: [
      "Le certificat du serveur n’est pas encore valable.",
      "Vérifiez l’horloge de cette machine ; sinon, le propriétaire du serveur doit remplacer le certificat.",
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
    HOSTNAME_MISMATCH: ["Le certificat est celui d’un autre hôte.", "Vérifiez le nom de l’hôte."],
    ERR_TLS_CERT_ALTNAME_INVALID: [
      "Le certificat porte d’autres noms que cet hôte.",
      "Vérifiez le nom de l’hôte ; les noms sont dans l’onglet Connexion.",
    ],
    CERT_WITHOUT_NAMES: [
      "Le certificat n’a pas d’autre nom du sujet (SAN) : il n’est pour aucun hôte.",
      "Le propriétaire du serveur doit faire un certificat qui nomme l’hôte ; le nom commun ne compte pas.",
    ],
    CERT_WITHOUT_IP: [
      "Le certificat ne nomme aucune adresse IP.",
      "Employez le nom d’hôte du certificat, ou faites-y ajouter l’adresse.",
    ],
    EE_KEY_TOO_SMALL: ["La clé du certificat du serveur est trop courte pour être sûre.", renew],
    CA_KEY_TOO_SMALL: [shortKey, renew],
    CA_MD_TOO_WEAK: [
      "Un certificat de la chaîne est signé avec un condensat cassé (SHA-1 ou MD5).",
      renew,
    ],
    PERMITTED_VIOLATION: ["L’autorité ne peut pas faire de certificat pour ce nom.", distrust],
    EXCLUDED_VIOLATION: ["L’autorité ne peut pas faire de certificat pour ce nom.", distrust],
    UNSPECIFIED: [
      "Le certificat enfreint une règle, comme une clé ou une signature trop faible.",
      renew,
    ],
    "handshake-truncated": [
      "La connexion a été fermée au milieu de la négociation TLS.",
      "Ce port ne parle peut-être pas TLS, ou le serveur refuse ce client ; voyez son journal.",
    ],
    ERR_SSL_WRONG_VERSION_NUMBER: notTls,
    ERR_SSL_PACKET_LENGTH_TOO_LONG: notTls,
    ERR_SSL_UNSUPPORTED_PROTOCOL: [
      "Le serveur ne propose qu’une version de TLS qui n’est plus sûre.",
      versions,
    ],
    ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: ["Le serveur n’accepte ni TLS 1.2 ni 1.3.", versions],
    ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: [
      "Le serveur n’a rien trouvé en commun : ni chiffrement ni version, ou il veut un certificat de client.",
      "Voyez la raison dans le journal du serveur.",
    ],
    ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: [
      "Le serveur veut un certificat de client.",
      "Ajoutez un certificat de client pour cet hôte.",
    ],
    ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: [
      "Le serveur a refusé le certificat de client.",
      "Vérifiez quel certificat de client est envoyé.",
    ],
    ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: [
      "Le serveur dit que le certificat de client a expiré.",
      "Employez un certificat de client valable.",
    ],
    ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: [
      "Le serveur ne connaît pas l’autorité du certificat de client.",
      "Employez un certificat de client que le serveur accepte.",
    ],
    ERR_SSL_TLSV1_UNRECOGNIZED_NAME: [
      "Le serveur ne connaît pas ce nom d’hôte.",
      "Vérifiez le nom de l’hôte.",
    ],
    ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: [
      "Le serveur ne propose pas HTTP/1.1.",
      "Il ne parle peut-être que HTTP/2.",
    ],
    ERR_SSL_DH_KEY_TOO_SMALL: [
      "La clé Diffie-Hellman du serveur est trop courte pour être sûre.",
      "Le serveur doit employer un groupe plus grand.",
    ],
    ERR_SSL_EE_KEY_TOO_SMALL: [
      "La clé du certificat du serveur est trop courte pour être sûre.",
      renew,
    ],
    ERR_SSL_UNSAFE_LEGACY_RENEGOTIATION_DISABLED: [
      "Le serveur ne propose qu’une renégociation qui n’est pas sûre.",
      "Le serveur doit être mis à jour.",
    ],
  };
