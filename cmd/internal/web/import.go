package web

import "net/http"

func (s *Server) importPage(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) importFile(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }
