package web

import (
	"net/http"

	"yardstick/engine"
)

func (s *Server) decideView(r *http.Request, sheet *engine.Sheet) any { return nil }
