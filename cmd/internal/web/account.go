package web

import "net/http"

func (s *Server) accountPage(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) changePassword(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) endSessions(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) makeToken(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) revokeToken(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }
