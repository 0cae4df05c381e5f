package web

import "net/http"

func (s *Server) attach(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) detach(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) evidenceFile(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }
