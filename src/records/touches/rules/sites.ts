/**
 * The sites that the default channel rules tell apart: the list that web analytics publishes for them, and what came up since.
 *
 * - `brands`: the word alone, and the domain of that name in any country (`google`, `google.co.uk`)
 * - `names`: the word alone, and its domain under .com
 * - `exact`: a word or host as it stands; with a dot in front also every host below it
 */
export const SITES = {
  search: {
    brands: 'google bing yahoo yandex baidu duckduckgo ecosia qwant naver seznam sogou startpage',
    names: `
      dogpile msn`,
    exact: `
      .duckduckgo.com .search.yahoo.com 360.cn alice aol aol.com ask ask.com auone avg babylon biglobe biglobe.co.jp
      biglobe.ne.jp centrum.cz cn.bing.com cnn com.google.android.googlequicksearchbox comcast conduit daum daum.net
      email.seznam.cz eniro exalead.com excite.com firmy.cz globo go.mail.ru google-play incredimail kagi.com kvasir
      lens.google.com lite.qwant.com lycos m.search.naver.com mail.rambler.ru mail.yandex.ru metager.de metager.org mojeek.com
      najdi news.google.com ntp.msn.com onet onet.pl play.google.com rakuten rakuten.co.jp rambler rambler.ru search-results
      search.aol.co.uk search.aol.com search.brave.com search.google.com search.smt.docomo.ne.jp search.ukr.net
      secureurl.ukr.net so.com sp-web.search.auone.jp startsiden startsiden.no suche.aol.de swisscows.com terra tut.by ukr
      virgilio wap.sogou.com webmaster.yandex.ru websearch.rakuten.co.jp zen.yandex.ru`,
  },
  social: {
    brands:
      'facebook instagram linkedin pinterest twitter reddit tiktok tumblr snapchat whatsapp tripadvisor glassdoor yelp xing',
    names: `
      43things activerain activeworlds addthis alumniclass americantowns anobii answerbag aolanswers askubuntu athlinks
      baby-gaga badoo bebo beforeitsnews bharatstudent blackplanet blogger blogher bloglines blogsome blogspot blogster blurtit
      brightkite brizzly buzzfeed buzznet cafemom camospace care2 catster cellufun chicagonow classmates classquest
      cocolog-nifty cozycot crunchyroll cyworld deviantart dianping digg diigo disqus dogster dol2day doostang dopplr douban
      drugs-forum dzone elftown extole faceparty fanpop fark fc2 feministing filmaffinity flickr flipboard folkdirect
      foodservice fotki fotolog foursquare friendfeed fubar gaiaonline gamerdna glassboard godtube goldstar goodreads govloop
      gowalla habbo hi5 hootsuite houzz hoverspot hubculture ibibo imageshack imvu insanejournal instapaper intherooms italki
      jammerdirect kakao kaneva librarything listal listography livejournal meetup messenger mocospace mouthshut movabletype
      mubi myheritage mylife mymodernmet myspace netvibes nightlifelink ning onstartups opendiary photobucket pingsta plurk
      posterous qapacity quechup quora ravelry redux renren reunion reverbnation ryze salespider screenrant scribd scvngr
      secondlife serverfault sharethis skyrock socialvibe spoke spruz stackapps stackexchange stackoverflow stickam superuser
      sweeva tagged taggedmail talkbiznow techmeme tencent tinyurl toolbox travellerspoint trombi tudou tuenti tweetdeck typepad
      vampirefreaks vampirerave wakoopa wattpad webshots wechat weebly weibo weread wordpress xanga yammer zooppa`,
    exact: `
      .linkedin.com .pinterest.com 51.com 5ch.net academia.edu airg.ca allnurses.com allrecipes.com ameba.jp ameblo.jp
      amp.reddit.com ancestry.com answers.yahoo.com apps.facebook.com artstation.com asmallworld.com away.vk.com awe.sm
      b.hatena.ne.jp babyblog.ru behance.net biip.no biswap.org bit.ly blackcareernetwork.com blip.fm blog.com blog.feedspot.com
      blog.goo.ne.jp blog.naver.com blog.yahoo.co.jp blogg.no bloggang.com blogs.com bookmarks.yahoo.co.jp bookmarks.yahoo.com
      bsky.app business.facebook.com cafe.naver.com canalblog.com care.com caringbridge.org cbnt.io centerblog.net chat.zalo.me
      chegg.com chiebukuro.yahoo.co.jp com.facebook.katana com.instagram.android com.linkedin.android com.reddit.frontpage
      com.twitter.android copainsdavant.linternaute.com couchsurfing.org cross.tv d.hatena.ne.jp dailystrength.org deluxe.com
      discord.com discover.hubpages.com draft.blogger.com draugiem.lv dribbble.com edublogs.org epicurious.com everforo.com
      exblog.jp fandom.com fb fb.me feedspot forums.androidcentral.com forums.crackberry.com forums.imore.com forums.nexopia.com
      forums.webosnation.com forums.wpcentral.com free.facebook.com fruehstueckstreff.org gather.com geni.com getpocket.com
      goldenline.pl goo.gl gooblog google+ googlegroups.com googleplus gree.jp groups.google.com gulli.com gutefrage.net hatena
      hr.com hubpages.com hyves.net hyves.nl identi.ca ig imageshack.us internations.org interpals.net irc-galleria.net is.gd
      jappy.com jappy.de kaboodle.com kakaocorp.com kin.naver.com l.facebook.com l.instagram.com l.messenger.com last.fm
      lifestream.aol.com line line.me livedoor.com livedoorblog lm.facebook.com lnkd.in m.me mastodon.social mbga.jp medium.com
      meetin.org meinvz.net meneame.net menuism.com messages.google.com messages.yahoo.co.jp mix.com mixi.jp mobile.facebook.com
      my.opera.com myanimelist.net news.ycombinator.com newsshowcase nexopia nextdoor.com ngopost.org niconico nicovideo.jp
      odnoklassniki.ru odnoklassniki.ua okwave.jp old.reddit.com oneworldgroup.org oshiete.goo.ne.jp out.reddit.com
      over-blog.com overblog.com paper.li partyflock.nl pinboard pinboard.in pixiv.net playahead.se plus.google.com
      plus.url.google.com pocket.co pro.homeadvisor.com producthunt.com pulse.yahoo.com qzone.qq.com researchgate.net rtl.de
      scoop.it shareit shvoong.com sites.google.com skype slashdot.org slideshare.net smartnews.com social sociallife.com.br
      spaces.live.com ssense.com stardoll.com studivz.net suomi24.fi t.co t.me taringa.net telegram telegram.org threads
      threads.com threads.net touch.facebook.com trustpilot twoo.com unblog.fr urbanspoon.com ushareit.com ushi.cn vg.no
      video.ibm.com vk.com vkontakte.ru wa.me web.facebook.com web.skype.com web.telegram.org web.whatsapp.com wer-weiss-was.de
      wiki.answers.com wikihow.com wikitravel.org woot.com wordpress.org x.com yahoo-mbga.jp youroom.in zalo zoo.gr`,
  },
  video: {
    brands: 'youtube vimeo dailymotion netflix',
    names: `
      crackle curiositystream disneyplus hulu iqiyi ted utreon veoh wistia youku`,
    exact: `
      bilibili.com blog.twitch.tv d.tube dashboard.twitch.tv fast.wistia.net help.hulu.com help.netflix.com id.twitch.tv iq.com
      jobs.netflix.com justin.tv metacafe.com music.youtube.com player.twitch.tv player.vimeo.com rumble.com twitch twitch.tv
      viadeo.journaldunet.com vidyard vidyard.com youtu.be`,
  },
  shopping: {
    brands: 'amazon ebay etsy alibaba aliexpress walmart mercadolibre mercadolivre zalando idealo',
    names: `
      shopify shopzilla stripe`,
    exact: `
      aax-us-east.amazon-adsystem.com aax.amazon-adsystem.com apps.shopify.com bestbuy.com bizrate.com checkout.shopify.com
      checkout.stripe.com cr.shopping.naver.com cr2.shopping.naver.com flipkart.com google-shopping googleshopping igshopping
      message.alibaba.com msearch.shopping.naver.com nextag.com nl.shopping.net no.shopping.net offer.alibaba.com
      one.walmart.com order.shopping.yahoo.co.jp overstock.com partners.shopify.com pricegrabber.com s3.amazonaws.com
      se.shopping.net shop.app shopping shopping.google.com shopping.naver.com shopping.yahoo.co.jp shopping.yahoo.com
      simplycodes.com store.shopping.yahoo.co.jp taobao.com target.com tmall.com uk.shopping.net wayfair.com`,
  },
  assistant: {
    brands: '',
    names: 'chatgpt openai',
    exact: `
      ai.baidu.com app.jasper.ai app.writesonic.com bard.google.com chat.deepseek.com chat.mistral.ai chat.openai.com
      chat.qwen.ai chatglm.cn claude claude.ai copilot copilot.microsoft.com deepseek deepseek.com duck.ai gemini
      gemini.google.com grok grok.com iask.ai labs.openai.com meta.ai mistral mistral.ai notebooklm.google.com perplexity
      perplexity.ai phind.com poe.com yiyan.baidu.com you.com`,
  },
} as const

export type SiteKind = keyof typeof SITES
