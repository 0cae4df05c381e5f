package deliver

import (
	"crypto/x509"
	"log/slog"
	"net/mail"
	"os"
	"strconv"
	"strings"
)

// Settings say through what letters and webhooks go. The zero Settings send nothing.
type Settings struct {
	SMTP          SMTP
	Recipients    Recipients
	WebhookSecret Secret // what webhooks are signed with
}

// SMTP is the server that takes our mail.
type SMTP struct {
	Host     string // empty: there is none
	Port     int
	User     string // empty: the server wants no login
	Password Secret
	From     mail.Address
	TLS      TLS
	Roots    *x509.CertPool // whom the server's certificate is to be from; nil is whom the system trusts
	Limit    int            // of a letter with all that is attached, bytes
}

// TLS says how the connection to a server is kept private.
type TLS string

// The ways. None is for a server on the same machine or wire; no password goes over it.
const (
	StartTLS TLS = "starttls" // asked for, and refused where the server has none
	WholeTLS TLS = "tls"
	NoTLS    TLS = "none"
)

// ports are the usual ones.
var ports = map[TLS]int{StartTLS: 587, WholeTLS: 465, NoTLS: 25}

// Secret is a text that is never printed.
type Secret string

const hidden = "(hidden)"

// String, GoString, LogValue and MarshalText stand for the secret wherever something
// prints it.
func (Secret) String() string { return hidden }

// GoString is String.
func (Secret) GoString() string { return hidden }

// LogValue is String.
func (Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText is String.
func (Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// The names of the settings in the environment.
const (
	EnvHost          = "YARDSTICK_SMTP_HOST"
	EnvPort          = "YARDSTICK_SMTP_PORT"
	EnvUser          = "YARDSTICK_SMTP_USER"
	EnvPassword      = "YARDSTICK_SMTP_PASSWORD"
	EnvPasswordFile  = "YARDSTICK_SMTP_PASSWORD_FILE"
	EnvFrom          = "YARDSTICK_SMTP_FROM"
	EnvTLS           = "YARDSTICK_SMTP_TLS"
	EnvRoots         = "YARDSTICK_SMTP_CA"
	EnvLimit         = "YARDSTICK_SMTP_LIMIT_MB"
	EnvRecipients    = "YARDSTICK_MAIL_RECIPIENTS"
	EnvWebhookSecret = "YARDSTICK_WEBHOOK_SECRET"
	EnvWebhookFile   = "YARDSTICK_WEBHOOK_SECRET_FILE"
)

// usualLimit is what most servers take, in megabytes.
const usualLimit = 10

// ReadSettings reads the settings by the names of the environment; lookup is os.Getenv,
// or what flags say before it. Problems: smtp-port, smtp-tls, smtp-from,
// smtp-plain-password, smtp-ca, smtp-limit, smtp-no-password, secret-file, secret-twice,
// and those of [ReadRecipients].
func ReadSettings(lookup func(name string) string) (Settings, error) {
	var s Settings
	var err error
	if s.WebhookSecret, err = secret(lookup, EnvWebhookSecret, EnvWebhookFile); err != nil {
		return Settings{}, err
	}
	if path := lookup(EnvRecipients); path != "" {
		if s.Recipients, err = ReadRecipients(path); err != nil {
			return Settings{}, err
		}
	}
	if lookup(EnvHost) != "" {
		if s.SMTP, err = readSMTP(lookup); err != nil {
			return Settings{}, err
		}
	}
	return s, nil
}

func readSMTP(lookup func(string) string) (SMTP, error) {
	s := SMTP{Host: strings.TrimSpace(lookup(EnvHost)), User: lookup(EnvUser), TLS: TLS(lookup(EnvTLS)), Limit: usualLimit << 20}
	if s.TLS == "" {
		s.TLS = StartTLS
	}
	if ports[s.TLS] == 0 {
		return s, problem("smtp-tls", "name", EnvTLS, "text", string(s.TLS))
	}
	s.Port = ports[s.TLS]
	if text := lookup(EnvPort); text != "" {
		port, err := strconv.Atoi(text)
		if err != nil || port < 1 || port > 65535 {
			return s, problem("smtp-port", "name", EnvPort, "text", text)
		}
		s.Port = port
	}
	if text := lookup(EnvLimit); text != "" {
		limit, err := strconv.Atoi(text)
		if err != nil || limit < 1 || limit > 100 {
			return s, problem("smtp-limit", "name", EnvLimit, "text", text)
		}
		s.Limit = limit << 20
	}
	from, err := mail.ParseAddress(lookup(EnvFrom))
	if err != nil {
		return s, problem("smtp-from", "name", EnvFrom, "text", lookup(EnvFrom))
	}
	s.From = *from
	if s.Password, err = secret(lookup, EnvPassword, EnvPasswordFile); err != nil {
		return s, err
	}
	return s.checked(lookup(EnvRoots))
}

// checked holds what was read together, and reads whose certificates are trusted.
func (s SMTP) checked(roots string) (SMTP, error) {
	switch {
	case s.User != "" && s.Password == "":
		return s, problem("smtp-no-password", "user", s.User, "name", EnvPassword, "file", EnvPasswordFile)
	case s.User != "" && s.TLS == NoTLS:
		return s, problem("smtp-plain-password", "name", EnvTLS)
	case roots == "":
		return s, nil
	}
	text, err := os.ReadFile(roots)
	s.Roots = x509.NewCertPool()
	if err != nil || !s.Roots.AppendCertsFromPEM(text) {
		return s, problem("smtp-ca", "name", EnvRoots, "path", roots)
	}
	return s, nil
}

// secret reads a secret from the environment or from a file, whose line end is no part
// of it.
func secret(lookup func(string) string, name, file string) (Secret, error) {
	text, path := lookup(name), lookup(file)
	if path == "" {
		return Secret(text), nil
	}
	if text != "" {
		return "", problem("secret-twice", "name", name, "file", file)
	}
	read, err := os.ReadFile(path)
	if err != nil || strings.TrimSpace(string(read)) == "" {
		return "", problem("secret-file", "name", file, "path", path)
	}
	return Secret(strings.TrimRight(string(read), "\r\n")), nil
}
