package web

import "net/http"

func (s *Server) definitionsPage(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) definitionFile(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) loadDefinitions(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }
