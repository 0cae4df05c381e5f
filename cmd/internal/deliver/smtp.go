package deliver

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"yardstick/engine/schedule"
)

// smtpTimeout is how long a server may be silent.
const smtpTimeout = time.Minute

// message is one letter on its way to one address.
type message struct {
	to      string
	subject string
	id      string // of the message, without its domain: the same for each attempt
	at      time.Time
	text    string
	page    string // empty: text alone
	picture *picture
	attach  []attachment
}

// send hands a message to the server, and returns what that answered. An error that
// the server says is for good is marked so: smtp-refused, with its answer. All others
// may mend themselves: smtp-failed. When the connection ends before the server has
// answered to the whole message, nobody knows whether it has it; it is sent again under
// the same Message-ID, because a letter that is lost is worse than one that comes twice.
func (s SMTP) send(ctx context.Context, m message) (answer string, err error) {
	if s.Host == "" {
		return "", schedule.Final(problem("smtp-unset", "name", EnvHost))
	}
	letter, err := s.letter(m)
	if err != nil {
		return "", err
	}
	client, connected, err := s.connect(ctx)
	if err != nil {
		return "", err
	}
	defer client.CloseWithSMTPClient(connected) // the letter is taken or not, however one parts
	// A call that hangs ends with the context: its connection does.
	stop := context.AfterFunc(ctx, func() { _ = connected.Close() })
	defer stop()
	err = client.SendWithSMTPClient(connected, letter)
	if letter.IsDelivered() {
		return letter.ServerResponse(), nil // what went wrong after that is no matter
	}
	return "", s.refusal(m.to, err)
}

// Reach connects as for a letter, with TLS and the login that are set, and sends none.
// Problem: smtp-failed, with what the server answered.
func (s SMTP) Reach(ctx context.Context) error {
	client, connected, err := s.connect(ctx)
	if err != nil {
		return err
	}
	_ = client.CloseWithSMTPClient(connected) // it was reached, however one parts
	return nil
}

// connect connects to the server, with TLS and the login that are set.
func (s SMTP) connect(ctx context.Context) (*mail.Client, *smtp.Client, error) {
	client, err := s.client()
	if err != nil {
		return nil, nil, problem("smtp-failed", "server", s.Address(), "why", oneLine(err.Error()))
	}
	connected, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return nil, nil, problem("smtp-failed", "server", s.Address(), "why", oneLine(err.Error()))
	}
	return client, connected, nil
}

// refusal tells what is for good from what may mend itself.
func (s SMTP) refusal(to string, err error) error {
	var refused *mail.SendError
	if errors.As(err, &refused) && refused.ErrorCode() >= 500 {
		switch refused.Reason {
		case mail.ErrSMTPRcptTo, mail.ErrSMTPData, mail.ErrSMTPDataClose:
			return schedule.Final(problem("smtp-refused", "address", to, "answer", answerOf(err)))
		}
	}
	return problem("smtp-failed", "server", s.Address(), "why", answerOf(err))
}

// answerOf is what the server answered, or else what went wrong, without the address
// and the message's id, which the library adds.
func answerOf(err error) string {
	text, _, _ := strings.Cut(err.Error(), ", affected ")
	var refused *mail.SendError
	if errors.As(err, &refused) && refused.ErrorCode() > 0 {
		code := strconv.Itoa(refused.ErrorCode()) + " "
		said := strings.TrimPrefix(strings.TrimPrefix(text, refused.Reason.String()+": "), code)
		if quoted, err := strconv.QuotedPrefix(said); err == nil {
			said, _ = strconv.Unquote(quoted)
		}
		text = code + said
	}
	return oneLine(text)
}

// Address is the server and its port.
func (s SMTP) Address() string { return s.Host + ":" + strconv.Itoa(s.Port) }

func (s SMTP) client() (*mail.Client, error) {
	options := []mail.Option{mail.WithPort(s.Port), mail.WithTimeout(smtpTimeout), mail.WithoutNoop(),
		mail.WithTLSConfig(&tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12})}
	switch s.TLS {
	case WholeTLS:
		options = append(options, mail.WithSSL())
	case NoTLS:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	default:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if s.User != "" {
		options = append(options, mail.WithSMTPAuth(mail.SMTPAuthAutoDiscover), mail.WithUsername(s.User), mail.WithPassword(string(s.Password)))
	}
	return mail.NewClient(s.Host, options...)
}

// letter sets a message as it is sent.
func (s SMTP) letter(m message) (*mail.Msg, error) {
	out := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := out.FromFormat(oneLine(s.From.Name), s.From.Address); err != nil {
		return nil, schedule.Final(problem("smtp-from", "name", EnvFrom, "text", s.From.Address))
	}
	if err := out.To(m.to); err != nil || strings.ContainsAny(m.to, "\r\n") {
		return nil, schedule.Final(problem("smtp-address", "address", m.to))
	}
	_, domain, _ := strings.Cut(s.From.Address, "@")
	out.SetMessageIDWithValue(m.id + "@" + domain)
	out.SetDateWithValue(m.at)
	out.Subject(oneLine(m.subject))
	out.SetGenHeader("Auto-Submitted", "auto-generated") // no answer by a machine is wanted
	out.SetBodyString(mail.TypeTextPlain, m.text)
	if m.page != "" {
		out.AddAlternativeString(mail.TypeTextHTML, m.page)
	}
	if m.picture != nil {
		if err := out.EmbedReader(m.picture.ID, bytes.NewReader(m.picture.png), mail.WithFileContentType("image/png"), mail.WithFileContentID(m.picture.ID)); err != nil {
			return nil, err
		}
	}
	for _, file := range m.attach {
		if err := out.AttachReader(oneLine(file.name), bytes.NewReader(file.content)); err != nil {
			return nil, err
		}
	}
	return out, nil
}
