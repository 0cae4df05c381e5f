// Package web is the pages: entry, review and standing for people in a browser.
//
//	routes.go: method, path, need, handler ─► a page a file: its handler makes a typed
//	                                          view ─► templates/<page>.html in layout.html
//
// Everything a page shows is worded and computed before its template. Every page
// works as plain forms; static/*.js makes some quicker.
package web
