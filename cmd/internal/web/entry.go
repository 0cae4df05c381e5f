package web

import "net/http"

func (s *Server) sheetPage(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) saveCells(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) withdraw(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) declare(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) submit(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }

func (s *Server) entryWorkbook(w http.ResponseWriter, r *http.Request) error { return errUnknownPage }
