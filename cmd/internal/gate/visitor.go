package gate

import (
	"context"
	"net/http"
	"strings"

	"golang.org/x/text/language"

	"yardstick/engine"
	"yardstick/indicators"
)

// Visitor is who makes a request.
type Visitor struct {
	Actor    engine.Actor // the zero Actor for nobody
	Title    string       // what people call them: 李晓明
	Language indicators.Language
	Address  string // where the request came from, without the port
	Token    bool   // by an API token, not by a session
}

// Known reports whether the visitor has logged in, or shown a token.
func (v Visitor) Known() bool { return v.Actor.Name != "" }

type visitorKey struct{}

// Of is the visitor of a request, by its context.
func Of(ctx context.Context) Visitor {
	v, _ := ctx.Value(visitorKey{}).(Visitor)
	return v
}

// languageCookie keeps the language that a person chose on a page.
const languageCookie = "language"

var (
	languages = []indicators.Language{indicators.Chinese, indicators.English}
	matcher   = language.NewMatcher([]language.Tag{language.SimplifiedChinese, language.English})
)

// languageOf is the language chosen on a page, else the one that the browser asks for.
func languageOf(r *http.Request) indicators.Language {
	if cookie, err := r.Cookie(languageCookie); err == nil {
		if l, err := indicators.ParseLanguage(cookie.Value); err == nil {
			return l
		}
	}
	_, index := language.MatchStrings(matcher, r.Header.Get("Accept-Language"))
	return languages[index]
}

// Speak keeps a language for the pages that follow.
func (g *Gate) Speak(w http.ResponseWriter, l indicators.Language) {
	http.SetCookie(w, &http.Cookie{Name: languageCookie, Value: string(l), Path: "/", MaxAge: 365 * 24 * 3600,
		HttpOnly: true, Secure: g.secure, SameSite: http.SameSiteLaxMode})
}

// bearer is the secret of an Authorization header; empty without one.
func bearer(r *http.Request) string {
	scheme, secret, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(secret)
}
