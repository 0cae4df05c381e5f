package operate

import (
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Metrics are the numbers of one server, from its start. Durations are seconds.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	logins   *prometheus.CounterVec
	evaluate prometheus.Histogram
	render   *prometheus.HistogramVec
	runs     *prometheus.CounterVec
	jobs     *prometheus.CounterVec
	jobTook  prometheus.Histogram
	late     prometheus.Histogram
	sent     *prometheus.CounterVec
	sentTook *prometheus.HistogramVec
}

var (
	quick = []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5}
	days  = []float64{60, 300, 3600, 6 * 3600, 24 * 3600, 3 * 24 * 3600, 7 * 24 * 3600, 31 * 24 * 3600}
)

// NewMetrics makes the numbers. Gauges are asked for when they are read: see Gauge.
func NewMetrics() *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: counter("yardstick_requests_total", "Requests by route and status.", "route", "status"),
		took:     histogram("yardstick_request_seconds", "How long requests took, by route.", quick, "route"),
		logins:   counter("yardstick_logins_total", "Logins by result: done or refused.", "result"),
		evaluate: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "yardstick_evaluation_seconds", Help: "How long evaluations of a programme took.", Buckets: quick}),
		render:   histogram("yardstick_render_seconds", "How long scorecards took to render, by format.", quick, "format"),
		runs:     counter("yardstick_runs_total", "Runs of schedules by how they ended.", "state"),
		jobs:     counter("yardstick_jobs_total", "Files of runs by how the attempt ended.", "state"),
		jobTook:  prometheus.NewHistogram(prometheus.HistogramOpts{Name: "yardstick_job_seconds", Help: "How long attempts at a file took.", Buckets: quick}),
		sent:     counter("yardstick_deliveries_total", "Attempts to deliver a run, by way (folder, mail, webhook) and result: done or failed.", "way", "result"),
		sentTook: histogram("yardstick_delivery_seconds", "How long attempts to deliver a run took, by way.", quick, "way"),
		late:     prometheus.NewHistogram(prometheus.HistogramOpts{Name: "yardstick_run_lateness_seconds", Help: "How long after its scheduled instant a run began.", Buckets: days}),
	}
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		m.requests, m.took, m.logins, m.evaluate, m.render, m.runs, m.jobs, m.jobTook, m.late, m.sent, m.sentTook)
	return m
}

func counter(name, help string, labels ...string) *prometheus.CounterVec {
	return prometheus.NewCounterVec(prometheus.CounterOpts{Name: name, Help: help}, labels)
}

func histogram(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	return prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: name, Help: help, Buckets: buckets}, labels)
}

// Gauge adds a number that is asked for each time the numbers are read.
func (m *Metrics) Gauge(name, help string, read func() float64) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, read))
}

// Counter adds a number that only grows and is asked for each time.
func (m *Metrics) Counter(name, help string, read func() float64) {
	m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: name, Help: help}, read))
}

// Request counts a request. route is its pattern, never its path.
func (m *Metrics) Request(route string, status int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	m.requests.WithLabelValues(route, strconv.Itoa(status)).Inc()
	m.took.WithLabelValues(route).Observe(took.Seconds())
}

// Login counts a login.
func (m *Metrics) Login(done bool) {
	result := "refused"
	if done {
		result = "done"
	}
	m.logins.WithLabelValues(result).Inc()
}

// Evaluated, Rendered and Job take how long something took; Job and Run how it
// ended too, Run how late it began.
func (m *Metrics) Evaluated(took time.Duration) { m.evaluate.Observe(took.Seconds()) }

// Rendered takes how long a scorecard took to render in a format.
func (m *Metrics) Rendered(format string, took time.Duration) {
	m.render.WithLabelValues(format).Observe(took.Seconds())
}

// Job counts a job by how it ended.
func (m *Metrics) Job(state string, took time.Duration) {
	m.jobs.WithLabelValues(state).Inc()
	m.jobTook.Observe(took.Seconds())
}

// Run counts a run by how it ended, and how long after its instant it began.
func (m *Metrics) Run(state string, late time.Duration) {
	m.runs.WithLabelValues(state).Inc()
	m.late.Observe(late.Seconds())
}

// Delivered counts an attempt to deliver a run by one way.
func (m *Metrics) Delivered(way string, done bool, took time.Duration) {
	m.sent.WithLabelValues(way, result(done)).Inc()
	m.sentTook.WithLabelValues(way).Observe(took.Seconds())
}

func result(done bool) string {
	if done {
		return "done"
	}
	return "failed"
}

// Handler writes the numbers as Prometheus reads them.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}
