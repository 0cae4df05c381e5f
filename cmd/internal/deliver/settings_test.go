package deliver

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestSettingsThatCannotBeUsedAreRefused(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for name, c := range map[string]struct {
		more map[string]string
		code string
	}{
		"a server and an address":              {nil, ""},
		"no server: nothing is asked":          {map[string]string{EnvHost: "", EnvFrom: ""}, ""},
		"no address to send from":              {map[string]string{EnvFrom: ""}, "smtp-from"},
		"two addresses to send from":           {map[string]string{EnvFrom: "a@example.org, b@example.org"}, "smtp-from"},
		"a port that is a word":                {map[string]string{EnvPort: "smtp"}, "smtp-port"},
		"a port out of range":                  {map[string]string{EnvPort: "65536"}, "smtp-port"},
		"another kind of TLS":                  {map[string]string{EnvTLS: "ssl"}, "smtp-tls"},
		"a user without a password":            {map[string]string{EnvUser: "u"}, "smtp-no-password"},
		"a password in the clear":              {map[string]string{EnvUser: "u", EnvPassword: "p", EnvTLS: "none"}, "smtp-plain-password"},
		"a password and a file":                {map[string]string{EnvPassword: "p", EnvPasswordFile: write("p", "p")}, "secret-twice"},
		"a password file that is not there":    {map[string]string{EnvPasswordFile: filepath.Join(folder, "none")}, "secret-file"},
		"an empty password file":               {map[string]string{EnvPasswordFile: write("empty", "\n")}, "secret-file"},
		"no certificate in the file":           {map[string]string{EnvRoots: write("ca", "none")}, "smtp-ca"},
		"a limit of nothing":                   {map[string]string{EnvLimit: "0"}, "smtp-limit"},
		"recipients that are not there":        {map[string]string{EnvRecipients: filepath.Join(folder, "none")}, "recipients-file"},
		"recipients that are a sentence":       {map[string]string{EnvRecipients: write("r1", "everybody")}, "recipients-file"},
		"a recipient that is no address":       {map[string]string{EnvRecipients: write("r2", "all: [nobody]")}, "recipients-address"},
		"a webhook secret that cannot be read": {map[string]string{EnvWebhookFile: filepath.Join(folder, "none")}, "secret-file"},
	} {
		all := map[string]string{EnvHost: "mail.example.org", EnvFrom: "cards@example.org"}
		for key, value := range c.more {
			all[key] = value
		}
		if _, err := ReadSettings(func(key string) string { return all[key] }); codeOf(err) != c.code || (err == nil) != (c.code == "") {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

func TestThePortFollowsTheKindOfTLS(t *testing.T) {
	for tls, want := range map[string]int{"": 587, "starttls": 587, "tls": 465, "none": 25} {
		all := map[string]string{EnvHost: "mail.example.org", EnvFrom: "cards@example.org", EnvTLS: tls}
		if s, err := ReadSettings(func(key string) string { return all[key] }); err != nil || s.SMTP.Port != want {
			t.Errorf("%q: port %d, %v", tls, s.SMTP.Port, err)
		}
	}
}

func TestASecretIsNeverPrinted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(path, []byte("open sesame\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	all := map[string]string{EnvHost: "mail.example.org", EnvFrom: "cards@example.org", EnvUser: "u", EnvPasswordFile: path, EnvWebhookSecret: "abracadabra"}
	s, err := ReadSettings(func(key string) string { return all[key] })
	if err != nil || s.SMTP.Password != "open sesame" {
		t.Fatal(err)
	}
	marshalled, err := json.Marshal(s.SMTP.Password)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("settings", "all", s, "password", s.SMTP.Password)
	slog.New(slog.NewTextHandler(&log, nil)).Info("settings", "all", s, "password", s.SMTP.Password)
	printed := fmt.Sprintf("%v %+v %#v %s %q %x", s, s, s, s.SMTP.Password, s.SMTP.Password, s.SMTP.Password) + string(marshalled) + log.String()
	for _, secret := range []string{"open sesame", "abracadabra", fmt.Sprintf("%x", "open sesame")} {
		if strings.Contains(printed, secret) {
			t.Errorf("%q is printed", secret)
		}
	}
}

func TestARecipientOfNothingIsRefused(t *testing.T) {
	t.Parallel()
	o := newOffice(t)
	s := Settings{Recipients: Recipients{"440100": {"a@example.org"}, Reviewers: {"b@example.org"}}}
	if _, err := New(o.options(s)); err != nil {
		t.Error(err)
	}
	s.Recipients["999999"] = []string{"c@example.org"}
	if _, err := New(o.options(s)); codeOf(err) != "recipients-scope" {
		t.Error(err)
	}
}
