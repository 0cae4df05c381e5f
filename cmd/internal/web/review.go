package web

import "net/http"

func (s *Server) reviewPage(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) approveMany(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) rule(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) approve(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) returnSheet(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) reopen(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }
