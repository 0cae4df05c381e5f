package indicators

import "testing"

func TestSuggestNamesTheNearestOrNothing(t *testing.T) {
	cities := []string{"广州", "广州市", "440100", "Guangzhou", "东莞", "Dongguan", "Shenzhen"}
	for name, want := range map[string]string{
		"Guangzou": "Guangzhou", "guangzhuo": "Guangzhou", "广洲": "广州", "Shenzen": "Shenzhen", "440l00": "440100", "Paris": "", "乌鲁木齐": "",
	} {
		if got := Suggest(name, cities); got != want {
			t.Errorf("Suggest(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestARegionIsFoundByEveryNameItHas(t *testing.T) {
	regions := Regions{{Code: "440100", Name: "广州市", NameEN: "Guangzhou"}}
	for _, name := range []string{"广州", "广州市", "440100", "Guangzhou", "guangzhou", " 广州 "} {
		if r, ok := regions.Find(name); !ok || r.Code != "440100" {
			t.Errorf("Find(%q) found %v", name, r)
		}
	}
}
