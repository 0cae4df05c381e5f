package web

import "net/http"

func (s *Server) auditPage(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) accountsAuditPage(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }
