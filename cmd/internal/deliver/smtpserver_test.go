package deliver

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"encoding/base64"
	"encoding/pem"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net"
	"net/http/httptest"
	"net/mail"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// The login that the server wants.
const (
	smtpUser     = "yardstick"
	smtpPassword = "pass, with \"signs\""
)

// smtpServer speaks RFC 5321 with STARTTLS (RFC 3207) and AUTH PLAIN (RFC 4954), and
// fails as it is told to.
type smtpServer struct {
	host, port string
	roots      string // PEM file with its certificate
	plain      bool   // it has no STARTTLS
	config     *tls.Config

	// rcpt answers to a recipient, data to a whole message; 250 when they are nil or
	// return nothing.
	rcpt, data func(address string) string
	// drop ends the connection in the middle of a message.
	drop func(address string) bool
	// silent ends it when the message has been taken and before that is said; hangUp
	// once it has been said.
	silent func(address string) bool
	hangUp bool

	mutex    sync.Mutex
	messages []received
	logins   int
}

// received is a message that the server took.
type received struct{ to, text string }

func newSMTP(t *testing.T) *smtpServer {
	t.Helper()
	certified := httptest.NewTLSServer(nil) // for its certificate alone
	defer certified.Close()
	s := &smtpServer{roots: filepath.Join(t.TempDir(), "ca.pem"), config: &tls.Config{Certificates: certified.TLS.Certificates}}
	text := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certified.Certificate().Raw})
	if err := os.WriteFile(s.roots, text, 0o600); err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	s.host, s.port, _ = net.SplitHostPort(listener.Addr().String())
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go s.serve(conn)
		}
	}()
	return s
}

// settings are those by which the server is reached.
func (s *smtpServer) settings(t *testing.T, more map[string]string) Settings {
	t.Helper()
	all := map[string]string{EnvHost: s.host, EnvPort: s.port, EnvUser: smtpUser, EnvPassword: smtpPassword, EnvRoots: s.roots,
		EnvFrom: "绩效记分卡 <cards@example.org>", EnvWebhookSecret: "shared"}
	for name, value := range more {
		all[name] = value
	}
	out, err := ReadSettings(func(name string) string { return all[name] })
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (s *smtpServer) took() []received {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return slices.Clone(s.messages)
}

// to are the messages for one address.
func (s *smtpServer) to(address string) (out []received) {
	for _, one := range s.took() {
		if one.to == address {
			out = append(out, one)
		}
	}
	return out
}

func (s *smtpServer) serve(conn net.Conn) {
	defer func() { conn.Close() }()
	in, private, known, to := bufio.NewReader(conn), false, false, ""
	say := func(line string) { io.WriteString(conn, line+"\r\n") }
	say("220 test ESMTP")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		switch verb := strings.ToUpper(strings.SplitN(line, " ", 2)[0]); {
		case verb == "EHLO":
			say("250-test")
			if private {
				say("250-AUTH PLAIN")
			} else if !s.plain {
				say("250-STARTTLS")
			}
			say("250 8BITMIME")
		case verb == "STARTTLS" && !s.plain:
			say("220 go ahead")
			conn = tls.Server(conn, s.config)
			in, private = bufio.NewReader(conn), true
		case verb == "AUTH":
			text, _ := base64.StdEncoding.DecodeString(line[strings.LastIndexByte(line, ' ')+1:])
			if known = string(text) == "\x00"+smtpUser+"\x00"+smtpPassword; !known {
				say("535 5.7.8 wrong")
				continue
			}
			s.mutex.Lock()
			s.logins++
			s.mutex.Unlock()
			say("235 welcome")
		case verb == "MAIL" && !known && !s.plain:
			say("530 5.7.0 log in first")
		case verb == "RCPT":
			to = line[strings.IndexByte(line, '<')+1 : strings.LastIndexByte(line, '>')]
			say(answered(s.rcpt, to))
		case verb == "DATA":
			say("354 go ahead")
			if !s.message(in, to, say) {
				return
			}
		case verb == "QUIT":
			say("221 bye")
			return
		default:
			say("250 fine")
		}
	}
}

// message reads a message up to its dot; false ends the connection.
func (s *smtpServer) message(in *bufio.Reader, to string, say func(string)) bool {
	var text bytes.Buffer
	for {
		line, err := in.ReadString('\n')
		if err != nil || s.drop != nil && text.Len() > 200 && s.drop(to) {
			return false
		}
		if line == ".\r\n" {
			break
		}
		text.WriteString(strings.TrimPrefix(line, "."))
	}
	answer := answered(s.data, to)
	if strings.HasPrefix(answer, "250") {
		s.mutex.Lock()
		s.messages = append(s.messages, received{to, text.String()})
		s.mutex.Unlock()
	}
	if s.silent != nil && s.silent(to) {
		return false
	}
	say(answer)
	return !s.hangUp
}

func answered(by func(string) string, address string) string {
	if by != nil {
		if answer := by(address); answer != "" {
			return answer
		}
	}
	return "250 2.0.0 taken"
}

// opened is a message as a reader of mail sees it.
type opened struct {
	header mail.Header
	text   string
	page   string
	files  map[string][]byte // attached, by name
	inline map[string][]byte // by content id
}

func open(t *testing.T, text string) opened {
	t.Helper()
	message, err := mail.ReadMessage(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	out := opened{header: message.Header, files: map[string][]byte{}, inline: map[string][]byte{}}
	out.walk(t, message.Header.Get("Content-Type"), message.Header.Get("Content-Transfer-Encoding"), "", "", message.Body)
	return out
}

func (o *opened) walk(t *testing.T, kind, encoding, disposition, id string, body io.Reader) {
	t.Helper()
	media, params, err := mime.ParseMediaType(kind)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(media, "multipart/") {
		parts := multipart.NewReader(body, params["boundary"])
		for {
			part, err := parts.NextRawPart()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			o.walk(t, part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part.Header.Get("Content-Disposition"), part.Header.Get("Content-ID"), part)
		}
	}
	switch strings.ToLower(encoding) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, body)
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	content, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	switch where, named, _ := mime.ParseMediaType(disposition); {
	case where == "attachment":
		o.files[named["filename"]] = content
	case id != "":
		o.inline[strings.Trim(id, "<>")] = content
	case media == "text/html":
		o.page = string(content)
	default:
		o.text = string(content)
	}
}

// word is a header as people read it.
func (o *opened) word(t *testing.T, name string) string {
	t.Helper()
	text, err := new(mime.WordDecoder).DecodeHeader(o.header.Get(name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}
