package demo

import (
	"strconv"
	"strings"

	"minping/survey"
)

// province is the root of the example, an invented place.
var province = survey.Unit{ID: "chengchuan", Name: survey.Text{"zh": "澄川省", "en": "Chengchuan Province"}, Tier: "province"}

// A city of the example with the quality that its ballots are drawn around.
type city struct {
	zh, en  string
	quality float64 // points, 0–100
	trend   float64 // since the round before
}

var cities = []city{
	{"青岚", "Qinglan", 82.4, .5},
	{"云溯", "Yunsu", 81, 2.9},
	{"泊远", "Boyuan", 80.6, -.3},
	{"沐原", "Muyuan", 79.1, 1.5},
	{"砚湖", "Yanhu", 78.3, .3},
	{"霁川", "Jichuan", 77.9, 3.9},
	{"栖霖", "Qilin", 77.2, -3.4},
	{"澜桥", "Lanqiao", 76, .8},
	{"麓宁", "Luning", 75.4, 2.3},
	{"汀禾", "Tinghe", 74, .1},
	{"岚屿", "Lanyu", 72.9, -.5},
	{"朔原", "Shuoyuan", 72.1, 3.1},
	{"棠浦", "Tangpu", 68.7, -.8},
}

const (
	countiesZH = "梧坪 枫陵 澄湾 稻川 霜桥 栎丘 莲汀 溪棠 柏渚 岚浦 禾埠 雁泽 竹岑 槐津 鹭渡 月潭 松浔 荻港 苇塘 麦垄 蒲渡 桐坞 梨冈 杏陂 桑濂 榆塬 柳堰 棠下 萍汇 菱舟 藕塘 茗岭 茶丘 橘渚 柚溪 榴坡 椿台 桂屿 兰陉 蕙川 芷汀 蓼湾 荷泊 菰渚 菖浦 葭湾 蒲岸 蔚渡 薇岭 藤桥 蕉岗 苔溪 砚溪 墨池 瓷坞 陶埠 铜陂 锡坞 石棣 玉渚 珠泊 琴湾 棋坪 书岩"
	countiesEN = "Wuping Fengling Chengwan Daochuan Shuangqiao Liqiu Lianting Xitang Baizhu Lanpu Hebu Yanze Zhucen Huaijin Ludu Yuetan Songxun Digang Weitang Mailong Pudu Tongwu Ligang Xingbei Sanglian Yuyuan Liuyan Tangxia Pinghui Lingzhou Outang Mingling Chaqiu Juzhu Youxi Liupo Chuntai Guiyu Lanxing Huichuan Zhiting Liaowan Hebo Guzhu Changpu Jiawan Puan Weidu Weiling Tengqiao Jiaogang Taixi Yanxi Mochi Ciwu Taobu Tongbei Xiwu Shidi Yuzhu Zhubo Qinwan Qiping Shuyan"
)

// Units returns the province, its 13 cities and 64 counties, parents first.
func Units() []survey.Unit {
	units := []survey.Unit{province}
	for i, c := range cities {
		units = append(units, survey.Unit{
			ID: cityID(i), Name: survey.Text{"zh": c.zh + "市", "en": c.en + " City"}, Tier: "city", Parent: province.ID,
		})
	}
	zh, en := strings.Fields(countiesZH), strings.Fields(countiesEN)
	for i := range zh {
		suffix, kind := "县", " County"
		if i%9 == 0 || i%9 == 4 {
			suffix, kind = "区", " District"
		}
		units = append(units, survey.Unit{
			ID: countyID(i), Name: survey.Text{"zh": zh[i] + suffix, "en": en[i] + kind}, Tier: "county", Parent: cityID(countyCity(i)),
		})
	}
	return units
}

func cityID(i int) string   { return "c" + twoDigits(i+1) }
func countyID(i int) string { return "x" + twoDigits(i+1) }

// countyCity returns the city that county i belongs to.
func countyCity(i int) int { return i % len(cities) }

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
