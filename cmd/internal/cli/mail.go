package cli

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"yardstick/cmd/internal/deliver"
	"yardstick/indicators"
)

func (s *session) mailCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "mail",
		Short: "The mail server that scorecards and reminders are sent through",
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		Args:  cobra.NoArgs,
	}
	cmd.AddCommand(s.mailTestCommand())
	return cmd
}

func (s *session) mailTestCommand() *cobra.Command {
	var to string
	flags := map[string]*string{}
	cmd := &cobra.Command{
		Use:   "test",
		Short: "Send a letter, and say what the mail server answered",
		Long: `Sends a short letter through the mail server and prints its answer. The server is
described in the environment, for this command and for serve alike; the flags stand
above it here.

  YARDSTICK_SMTP_HOST           the server; without one no mail is sent
  YARDSTICK_SMTP_PORT           its port (default: 587, with tls 465, with none 25)
  YARDSTICK_SMTP_TLS            starttls (the default), tls, or none: without a password only
  YARDSTICK_SMTP_CA             certificates to trust, where it is your own authority's (PEM)
  YARDSTICK_SMTP_USER           the user that it knows; empty for no login
  YARDSTICK_SMTP_PASSWORD       the user's password, or
  YARDSTICK_SMTP_PASSWORD_FILE  a file that holds it
  YARDSTICK_SMTP_FROM           the sender: Scorecards <scorecards@example.org>
  YARDSTICK_SMTP_LIMIT_MB       how large a letter may be (default: 10)
  YARDSTICK_MAIL_RECIPIENTS     a YAML file of addresses by scope, beside those of the schedules:
                                  all: [office@example.org]
                                  440100: [survey@gz.example.org]
                                  reviewers: [review@example.org]

Webhooks are signed with YARDSTICK_WEBHOOK_SECRET, or what the file
YARDSTICK_WEBHOOK_SECRET_FILE holds. No secret is printed or kept.`,
		Example: `  yardstick mail test --to me@example.org
  yardstick mail test --to me@example.org --host mail.example.org --from cards@example.org`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return s.mailTest(cmd, to, func(name string) string {
				if flag := flags[name]; flag != nil && *flag != "" {
					return *flag
				}
				return os.Getenv(name)
			})
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "the address to write to")
	_ = cmd.MarkFlagRequired("to")
	for _, f := range []struct{ name, env, usage string }{
		{"host", deliver.EnvHost, "the mail server"}, {"port", deliver.EnvPort, "its port"}, {"tls", deliver.EnvTLS, "starttls, tls or none"},
		{"ca", deliver.EnvRoots, "certificates to trust (PEM)"}, {"user", deliver.EnvUser, "the user that it knows"},
		{"password-file", deliver.EnvPasswordFile, "a file that holds the user's password"}, {"from", deliver.EnvFrom, "the sender"},
	} {
		flags[f.env] = cmd.Flags().String(f.name, "", f.usage+" (default: "+f.env+")")
	}
	return cmd
}

func (s *session) mailTest(cmd *cobra.Command, to string, lookup func(string) string) error {
	settings, err := deliver.ReadSettings(lookup)
	if err != nil {
		return err
	}
	args := indicators.Args{"address": to, "server": settings.SMTP.Host}
	answer, err := deliver.TestLetter(cmd.Context(), settings.SMTP, to, s.say("mail-test-subject", nil), s.say("mail-test-text", args)+"\n", s.now())
	if err != nil {
		return &failure{exit: CouldNotRun, code: "mail-test-failed", args: args, cause: err}
	}
	args["answer"] = answer
	_, err = fmt.Fprintln(s.out, s.say("mail-test-done", args))
	return err
}
