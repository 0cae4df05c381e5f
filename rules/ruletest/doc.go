// Package ruletest runs the tests of targets that stand beside definitions.
//
//	survey.test.yaml ─► Read ─► cases ─► Run ─► Report (what differs, coverage)
//	                                      ▲
//	                                   Evaluate, handed in by the caller
//
// A test file is a list of cases: figures by indicator and period, and what is
// then expected of targets.
//
//	用例:
//	  - 名称: 广州差 840 家次
//	    实际:
//	      survey/广州/collected: {2020-11..2021-09: 760, 2021-10: 760}
//	    截至: 2021-10
//	    预期:
//	      survey/广州/collected: {结论: 未达成, 得分: 15.26}
//
// Keys may be written in English: cases, name, actuals, through, as_of,
// declarations, expect. Start with [Read] and [Run].
package ruletest
