package web

// Routes is the table of routes, for the test that walks it.
func (s *Server) Routes() []Route { return s.routes() }
