package web

import "net/http"

func (s *Server) accountsPage(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) addAccount(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) changeAccount(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }
