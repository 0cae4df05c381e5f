package web

import "net/http"

func (s *Server) programmePage(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) projectPage(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) cityPage(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) indicatorPage(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }
