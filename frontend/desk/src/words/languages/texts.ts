import { texts } from '../pairs'

/** Languages by their tag, as a reader of the screen knows them. */
export default texts('tongue', {
  'zh-Hans': ['中文', 'Chinese'],
  en: ['英语', 'English'],
})
