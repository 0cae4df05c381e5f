package web

import "net/http"

func (s *Server) download(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) downloadForm(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }
