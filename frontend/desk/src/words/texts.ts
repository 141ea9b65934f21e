import { texts } from './pairs'

/** Words that more than one page uses. */
export default texts('common', {
  product: ['客服中心', 'Customer service centre'],
  close: ['关闭', 'Close'],
  cancel: ['取消', 'Cancel'],
  search: ['查询', 'Search'],
  all: ['全部', 'All'],
  from: ['从', 'From'],
  to: ['到', 'To'],
  queue: ['队列', 'Queue'],
  agent: ['座席', 'Agent'],
  theme: ['外观', 'Appearance'],
  theme_system: ['跟随系统', 'As the system'],
  theme_light: ['浅色', 'Light'],
  theme_dark: ['深色', 'Dark'],
  logOut: ['退出登录', 'Log out'],
  skip: ['跳到主要内容', 'Skip to the content'],
  pages: ['页面', 'Pages'],
  atOnce: ['无需等待', 'at once'],
  withheld: ['号码未显示', 'Number withheld'],
  unknownCustomer: ['未识别的客户', 'Unknown customer'],
  notFound: ['没有这个页面', 'There is no such page'],
  backToStart: ['回到工作台', 'Back to the desk'],
})
