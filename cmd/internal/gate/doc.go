// Package gate is the one way in: it says who asks, and whether they may.
//
//	request ─► Enter ───────────────────► Guard ─────────────► handler
//	           (address, origin, session   (the route's Need,
//	            or token, language)         the scope in its path)
//
// Pages and API hang every route behind Guard with what it needs; engine.Actor.May
// answers. A handler asks who its visitor is with [Of].
package gate
