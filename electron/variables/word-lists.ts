import { randomInt } from "node:crypto";
import { base, en, Faker } from "@faker-js/faker";
import type { DynamicName } from "../../shared/template/dynamic-names.ts";

const steps = 2 ** 48 - 1;

/** Words and forms are faker's, as Postman's and Bruno's are; what chooses among them is the system's generator. */
const faker = new Faker({
  locale: [en, base],
  randomizer: { next: () => randomInt(steps) / steps, seed: () => undefined },
});

const { commerce, company, database, date, finance, hacker, image, internet, location, lorem } =
  faker;
const { person, string, system } = faker;

const picture = (category: string) => (): string =>
  `https://loremflickr.com/640/480/${category}?lock=${randomInt(1_000_000)}`;
const phone = (): string => faker.helpers.fromRegExp("[2-9][0-9]{2}-[2-9][0-9]{2}-[0-9]{4}");
const language = (): string => faker.helpers.arrayElement(languages);

/** ISO 639-1. */
const languages =
  "af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my nb ne nl ny pa pl ps pt ro ru si sk sl so sq sr sv sw ta te tg th tr uk ur uz vi yi zh zu".split(
    " ",
  );

const values = {
  randomAlphaNumeric: () => string.alphanumeric({ length: 1, casing: "lower" }),
  randomColor: () => faker.color.human(),
  randomHexColor: () => faker.color.rgb(),
  randomAbbreviation: () => hacker.abbreviation(),
  randomIP: () => internet.ipv4(),
  randomIPV4: () => internet.ipv4(),
  randomIPV6: () => internet.ipv6(),
  randomMACAddress: () => internet.mac(),
  randomPassword: () => string.alphanumeric(15),
  randomLocale: language,
  randomUserAgent: () => internet.userAgent(),
  randomProtocol: () => internet.protocol(),
  randomSemver: () => system.semver(),
  randomFirstName: () => person.firstName(),
  randomLastName: () => person.lastName(),
  randomFullName: () => `${person.firstName()} ${person.lastName()}`,
  randomNamePrefix: () => person.prefix(),
  randomNameSuffix: () => person.suffix(),
  randomJobArea: () => person.jobArea(),
  randomJobDescriptor: () => person.jobDescriptor(),
  randomJobTitle: () => person.jobTitle(),
  randomJobType: () => person.jobType(),
  randomPhoneNumber: phone,
  randomPhoneNumberExt: () => `${randomInt(1, 100)}-${phone()}`,
  randomCity: () => location.city(),
  randomStreetName: () => location.street(),
  randomStreetAddress: () => location.streetAddress(),
  randomCountry: () => location.country(),
  randomCountryCode: () => location.countryCode(),
  randomLatitude: () => location.latitude().toFixed(4),
  randomLongitude: () => location.longitude().toFixed(4),
  randomAvatarImage: () => image.avatar(),
  randomImageUrl: () => `https://loremflickr.com/640/480?lock=${randomInt(1_000_000)}`,
  randomAbstractImage: picture("abstract"),
  randomAnimalsImage: picture("animals"),
  randomBusinessImage: picture("business"),
  randomCatsImage: picture("cats"),
  randomCityImage: picture("city"),
  randomFoodImage: picture("food"),
  randomNightlifeImage: picture("nightlife"),
  randomFashionImage: picture("fashion"),
  randomPeopleImage: picture("people"),
  randomNatureImage: picture("nature"),
  randomSportsImage: picture("sports"),
  randomTransportImage: picture("transport"),
  randomImageDataUri: () => image.dataUri({ type: "svg-base64" }),
  randomBankAccount: () => finance.accountNumber(8),
  randomBankAccountName: () => finance.accountName(),
  randomCreditCardMask: () => string.numeric(4),
  randomBankAccountBic: () => finance.bic(),
  randomBankAccountIban: () => finance.iban(),
  randomTransactionType: () => finance.transactionType(),
  randomCurrencyCode: () => finance.currencyCode(),
  randomCurrencyName: () => finance.currencyName(),
  randomCurrencySymbol: () => finance.currencySymbol(),
  randomBitcoin: () => finance.bitcoinAddress(),
  randomCompanyName: () => company.name(),
  randomCompanySuffix: () => faker.helpers.arrayElement(["Inc", "LLC", "Group", "and Sons"]),
  randomBs: () => company.buzzPhrase(),
  randomBsAdjective: () => company.buzzAdjective(),
  randomBsBuzz: () => company.buzzVerb(),
  randomBsNoun: () => company.buzzNoun(),
  randomCatchPhrase: () => company.catchPhrase(),
  randomCatchPhraseAdjective: () => company.catchPhraseAdjective(),
  randomCatchPhraseDescriptor: () => company.catchPhraseDescriptor(),
  randomCatchPhraseNoun: () => company.catchPhraseNoun(),
  randomDatabaseColumn: () => database.column(),
  randomDatabaseType: () => database.type(),
  randomDatabaseCollation: () => database.collation(),
  randomDatabaseEngine: () => database.engine(),
  randomDateFuture: () => date.future().toISOString(),
  randomDatePast: () => date.past().toISOString(),
  randomDateRecent: () => date.recent().toISOString(),
  randomWeekday: () => date.weekday(),
  randomMonth: () => date.month(),
  randomDomainName: () => internet.domainName(),
  randomDomainSuffix: () => internet.domainSuffix(),
  randomDomainWord: () => internet.domainWord(),
  randomEmail: () => internet.email(),
  randomExampleEmail: () => internet.exampleEmail(),
  randomUserName: () => internet.username(),
  randomUrl: () => internet.url({ appendSlash: false }),
  randomFileName: () => system.fileName(),
  randomFileType: () => system.fileType(),
  randomFileExt: () => system.fileExt(),
  randomCommonFileName: () => system.commonFileName(),
  randomCommonFileType: () => system.commonFileType(),
  randomCommonFileExt: () => system.commonFileExt(),
  randomFilePath: () => system.filePath(),
  randomDirectoryPath: () => system.directoryPath(),
  randomMimeType: () => system.mimeType(),
  randomPrice: () => commerce.price({ min: 0, max: 1000 }),
  randomProduct: () => commerce.product(),
  randomProductAdjective: () => commerce.productAdjective(),
  randomProductMaterial: () => commerce.productMaterial(),
  randomProductName: () => commerce.productName(),
  randomDepartment: () => commerce.department(),
  randomNoun: () => hacker.noun(),
  randomVerb: () => hacker.verb(),
  randomIngverb: () => hacker.ingverb(),
  randomAdjective: () => hacker.adjective(),
  randomWord: () => faker.word.sample(),
  randomWords: () => faker.word.words({ count: { min: 2, max: 5 } }),
  randomPhrase: () => hacker.phrase(),
  randomLoremWord: () => lorem.word(),
  randomLoremWords: () => lorem.words(),
  randomLoremSentence: () => lorem.sentence(),
  randomLoremSentences: () => lorem.sentences(),
  randomLoremParagraph: () => lorem.paragraph(),
  randomLoremParagraphs: () => lorem.paragraphs(),
  randomLoremText: () => lorem.text(),
  randomLoremSlug: () => lorem.slug(),
  randomLoremLines: () => lorem.lines(),
} satisfies Readonly<Partial<Record<DynamicName, () => string>>>;

/** A value of a name that needs words; undefined for the other names. */
export function listValue(name: DynamicName): string | undefined {
  return Object.hasOwn(values, name) ? values[name as keyof typeof values]() : undefined;
}
