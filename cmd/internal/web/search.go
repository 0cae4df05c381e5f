package web

import "net/http"

func (s *Server) searchPage(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }
