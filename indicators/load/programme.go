package load

import (
	"path"
	"strings"
	"time"

	"yardstick/indicators"
)

const (
	defaultZone   = "Asia/Shanghai"
	defaultMethod = "mof-2020@1"
	defaultDueDay = 3
)

// programme builds what stands under 专项; nil, with a problem, when no source
// holds it.
func (r *reader) programme(sources []Source, nodes []*node) *indicators.Programme {
	if len(nodes) == 0 {
		if len(r.problems) == 0 && len(sources) > 0 {
			r.report(fileProblem(sources[0].Name, "programme-missing", nil))
		}
		return nil
	}
	for _, n := range nodes[1:] {
		r.report(n.problem("programme-twice", indicators.Args{"first": nodes[0].place().String()}))
	}
	f := r.fields(nodes[0], programmeObject)
	r.head = f
	p := &indicators.Programme{
		ID:           r.id(f.get("id")),
		Title:        r.plain(f.get("title")),
		TitleEN:      r.plain(f.get("title_en")),
		Year:         r.whole(f.get("year"), 0, 1949, 2999),
		FiscalStart:  time.Month(r.whole(f.get("fiscal_start"), 1, 1, 12)),
		Zone:         r.zone(f.get("zone")),
		Method:       r.plain(f.get("method")),
		Note:         r.plain(f.get("note")),
		Illustrative: r.choice(f.get("illustrative"), truths) == "yes",
		Frequency:    indicators.Frequency(r.choice(f.get("frequency"), frequencies)),
		DueDay:       r.whole(f.get("due_day"), defaultDueDay, 1, 31),
		GraceDays:    r.whole(f.get("grace_days"), 0, 0, 366),
		Cumulative:   r.choice(f.get("reporting"), reportings) == "cumulative",
		Version:      1,
	}
	if p.Method == "" {
		p.Method = defaultMethod
	}
	if p.Frequency == "" {
		p.Frequency = indicators.Monthly
	}
	source := r.fields(f.get("source"), sourceObject)
	p.Source = indicators.Source{Title: r.plain(source.get("title")), File: r.plain(source.get("file")), URL: r.plain(source.get("url"))}
	p.Regions = r.regions(f.get("regions"))
	p.Schedules = r.schedules(f.get("schedules"))
	return p
}

func (r *reader) zone(n *node) string {
	zone := r.plain(n)
	if zone == "" {
		return defaultZone
	}
	if _, err := time.LoadLocation(zone); err != nil || zone == "Local" {
		r.report(n.problem("zone-unknown", indicators.Args{"zone": zone}))
		return defaultZone
	}
	return zone
}

// wholeProgramme is the region of a programme that names none.
var wholeProgramme = indicators.Region{Code: "000000", Name: "本级", NameEN: "Whole programme"}

// regions reads those that take part: a province stands for itself and all the
// cities below it that the table of regions knows.
func (r *reader) regions(n *node) indicators.Regions {
	var regions indicators.Regions
	add := func(region indicators.Region) {
		if _, there := regions.ByCode(region.Code); !there {
			regions = append(regions, region)
		}
	}
	for _, item := range r.list(n) {
		if item.kind == mapping {
			f := r.fields(item, regionObject)
			if region := (indicators.Region{Code: r.plain(f.get("code")), Name: r.plain(f.get("name")),
				NameEN: r.plain(f.get("name_en")), Parent: r.plain(f.get("parent"))}); region.Code != "" {
				add(region)
			}
			continue
		}
		region, ok := knownRegions().Find(r.plain(item))
		if !ok {
			r.report(item.problem("region-unknown", indicators.Args{"region": r.plain(item)}))
			continue
		}
		add(region)
		for _, below := range knownRegions() {
			if below.Parent == region.Code {
				add(below)
			}
		}
	}
	if len(regions) == 0 {
		return indicators.Regions{wholeProgramme}
	}
	return rooted(regions)
}

// rooted puts the root first; regions without it get their parent from the table.
func rooted(regions indicators.Regions) indicators.Regions {
	for i, region := range regions {
		if _, there := regions.ByCode(region.Parent); region.Parent == "" || !there {
			parent, known := knownRegions().ByCode(region.Parent)
			switch {
			case region.Parent == "":
				return append(append(indicators.Regions{region}, regions[:i]...), regions[i+1:]...)
			case known:
				return append(indicators.Regions{parent}, regions...)
			}
		}
	}
	root := wholeProgramme
	return append(indicators.Regions{root}, regions...)
}

// reconcile reads the declared comparisons, once all indicators are there.
func (r *reader) reconcile() {
	for _, n := range r.list(r.head.get("reconcile")) {
		f := r.fields(n, reconcileObject)
		id, with := r.plain(f.get("indicator")), r.plain(f.get("with"))
		if id == "" || with == "" {
			continue
		}
		full := r.fullID(id)
		if r.p.Indicator(full) == nil && !r.incomplete {
			r.report(f.get("indicator").problem("indicator-unknown", indicators.Args{"indicator": id}))
		}
		if !r.anyMatches(with) && !r.incomplete {
			r.report(f.get("with").problem("indicator-unknown", indicators.Args{"indicator": with}))
		}
		r.p.Reconcile = append(r.p.Reconcile, indicators.Reconciliation{Indicator: full,
			With: strings.TrimPrefix(with, r.p.ID+"/"), At: n.place()})
	}
}

func (r *reader) fullID(id string) string {
	if strings.HasPrefix(id, r.p.ID+"/") {
		return id
	}
	return r.p.ID + "/" + id
}

func (r *reader) anyMatches(pattern string) bool {
	for indicator := range r.p.Indicators() {
		if ok, _ := path.Match(r.fullID(pattern), indicator.ID); ok {
			return true
		}
	}
	return false
}
