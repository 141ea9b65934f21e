import { texts } from '../words/pairs'

/** The frame round every page: bar, banners, help. */
export default texts('shell', {
  lost: ['与服务器的连接已断开，正在重新连接。通话不受影响。', 'The connection to the server is lost; reconnecting. Calls go on.'],
  up: ['已连接', 'Connected'],
  down: ['未连接', 'Not connected'],
  displaced: ['您已在别处登录，此页面不再更新。', 'You have logged in elsewhere; this page is no longer updated.'],
  otherTab: ['软电话在另一个标签页中。', 'The softphone is in another tab.'],
  useTab: ['改用此标签页', 'Use this tab'],
  switchDown: ['电话交换系统暂时不可用，正在恢复。', 'The telephone switch is away at the moment and is being restarted.'],
  journalFull: ['日志磁盘已满：暂时不能操作，进行中的通话不受影响。', 'The journal’s disk is full: nothing can be changed for now; calls in progress go on.'],
  silent: ['浏览器暂停了声音。', 'The browser holds back the sound.'],
  hear: ['打开声音', 'Turn the sound on'],
  office: ['后台管理', 'Back office'],
  help: ['快捷键', 'Keyboard short cuts'],
  helpShow: ['显示快捷键', 'Show the short cuts'],
  page: ['打开“{page}”', 'Open “{page}”'],
})
