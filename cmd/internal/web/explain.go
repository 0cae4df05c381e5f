package web

import "net/http"

func (s *Server) explainPage(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }
