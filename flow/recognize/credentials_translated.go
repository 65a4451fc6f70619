package recognize

import "strings"

// translated is a name with the words in English that Zoom's pages and people's notes have
// in other languages, and with those in full that names shorten.
func translated(name string) string {
	for i := range len(name) {
		if name[i] > 0x7f {
			name = otherScripts.Replace(name)
			break
		}
	}
	return name
}

// otherScripts are the words of languages that put no blanks between them, or several for one.
var otherScripts = strings.NewReplacer(
	"معرف", " id ", "العميل", " client ", "سر", " secret ", "מזהה", " id ", "לקוח", " client ", "סוד", " secret ",
	"क्लाइंट", " client ", "आईडी", " id ", "सीक्रेट", " secret ", "ไคลเอ็นต์", " client ", "รหัส", " id ", "ข้อมูลลับ", " secret ",
	"ứng dụng khách", " client ", "khách hàng", " client ", "bí mật", " secret ", "Bí mật", " secret ", "Mã ", " ", "mã ", " ",
	"クライアント", " client ", "シークレット", " secret ", "アカウント", " account ", "リダイレクト", " redirect ", "URL'si", "URL ", "URI'si", "URI ", "本番", " production ", "開発", " development ", "生产", " production ", "开发", " development ", "正式", " production ",
	"客户端", " client ", "用戶端", " client ", "密钥", " secret ", "密鑰", " secret ", "账户", " account ", "账号", " account ", "帳戶", " account ", "帳號", " account ", "重定向", " redirect ", "標識", " id ", "标识", " id ", "識別碼", " id ", "机密", " secret ", "機密", " secret ", "密码", " secret ", "密碼", " secret ",
	"클라이언트", " client ", "시크릿", " secret ", "비밀", " secret ", "암호", " secret ", "계정", " account ", "리디렉션", " redirect ",
)

// otherWords are words of names in other languages, and short ones.
var otherWords = map[string]string{
	"zm": "zoom", "vczapi": "zoom", "votre": "your", "acct": "account", "acc": "account", "accnt": "account", "cl": "client",
	"konto": "account", "compte": "account", "cuenta": "account", "conta": "account",
	"cliente": "client", "klienta": "client", "клиента": "client", "identifiant": "id", "identificador": "id", "identificatore": "id", "identificateur": "id", "identyfikator": "id", "идентификатор": "id",
	"geheimnis": "secret", "geheim": "secret", "secreto": "secret", "segreto": "secret", "segredo": "secret", "secrète": "secret", "секрет": "secret", "секретный": "secret", "секретний": "secret", "ключ": "key",
	"klient": "client", "klientu": "client", "klien": "client", "klant": "client", "istemci": "client", "клієнта": "client", "πελάτη": "client",
	"tajny": "secret", "sekret": "secret", "tajemství": "secret", "rahasia": "secret", "segreta": "secret", "secreta": "secret", "secretă": "secret", "sırrı": "secret", "gizli": "secret", "μυστικό": "secret",
	"klucz": "key", "clé": "key", "clave": "key", "chave": "key", "chiave": "key", "klíč": "key", "sleutel": "key", "geheime": "secret", "geheimer": "secret", "tajný": "secret",
	"kunden": "client", "kundengeheimnis": "clientsecret", "ügyfél": "client", "azonosító": "id", "ідентифікатор": "id", "kimliği": "id", "αναγνωριστικό": "id",
	"clientgeheim": "clientsecret", "clientgeheimnis": "clientsecret", "clientschlüssel": "clientsecret", "klantgeheim": "clientsecret", "klienthemlighet": "clientsecret", "klienthemmelighed": "clientsecret", "klienthemmelighet": "clientsecret", "asiakassalaisuus": "clientsecret", "asiakastunnus": "clientid", "ügyféltitok": "clientsecret",
	"umleitung": "redirect", "umleitungs": "redirect", "weiterleitungs": "redirect", "redirection": "redirect", "redirección": "redirect", "rückruf": "callback", "redireccionamiento": "redirect", "redirecionamento": "redirect", "reindirizzamento": "redirect",
	"omleidings": "redirect", "omdirigerings": "redirect", "omdirigering": "redirect", "przekierowania": "redirect", "przekierowanie": "redirect", "перенаправления": "redirect", "перенаправлення": "redirect", "yönlendirme": "redirect", "přesměrování": "redirect", "adresse": "address", "dirección": "address", "адрес": "address", "адреса": "address", "adres": "address",
	"desarrollo": "development", "desenvolvimento": "development", "sviluppo": "development", "entwicklung": "development", "entwicklungs": "development", "ontwikkeling": "development", "développement": "development", "utveckling": "development", "udvikling": "development", "разработка": "development", "geliştirme": "development",
	"producción": "production", "produção": "production", "produzione": "production", "produktion": "production", "produktions": "production", "produktiv": "production", "productie": "production", "produkcja": "production", "прод": "production", "продакшн": "production", "prd": "production", "prodn": "production", "ids": "id", "uris": "uri", "urls": "url",
	"für": "for", "pour": "for", "para": "for", "per": "for", "voor": "for", "dla": "for", "для": "for",
}

// inEnglish is a word of a name as the names of Zoom's own samples have it.
func inEnglish(word string) string {
	if english, known := otherWords[word]; known {
		return english
	}
	return word
}
